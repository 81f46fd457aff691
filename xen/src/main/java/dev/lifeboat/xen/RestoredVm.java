package dev.lifeboat.xen;

import java.util.Map;
import java.util.UUID;

/// A VM that was created, and its disks.
///
/// @param disksByDevice the new VDI of each [NewDisk#device()]
public record RestoredVm(UUID uuid, Map<String, UUID> disksByDevice) {

    public RestoredVm {
        disksByDevice = Map.copyOf(disksByDevice);
    }
}
