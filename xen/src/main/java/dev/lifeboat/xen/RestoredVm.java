package dev.lifeboat.xen;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A VM that was created, and its disks.
///
/// @param disksByDevice the new VDI of each [NewDisk#device()]
/// @param caveats a sentence for each thing that it has not as the original had it
public record RestoredVm(UUID uuid, Map<String, UUID> disksByDevice, List<String> caveats) {

    public RestoredVm {
        disksByDevice = Map.copyOf(disksByDevice);
        caveats = List.copyOf(caveats);
    }

    /// One that lacks nothing.
    public RestoredVm(UUID uuid, Map<String, UUID> disksByDevice) {
        this(uuid, disksByDevice, List.of());
    }
}
