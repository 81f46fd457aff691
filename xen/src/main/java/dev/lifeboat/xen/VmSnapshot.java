package dev.lifeboat.xen;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A snapshot that exists in the pool.
///
/// @param uuid of the snapshot VM
/// @param vmUuid of the VM it was taken from; the nil UUID when that VM is gone
/// @param markers what `other_config` holds under [Markers#PREFIX]
public record VmSnapshot(
        UUID uuid, UUID vmUuid, String name, Instant takenAt, List<SnapshotDisk> disks, Map<String, String> markers) {

    public VmSnapshot {
        disks = List.copyOf(disks);
        markers = Map.copyOf(markers);
    }
}
