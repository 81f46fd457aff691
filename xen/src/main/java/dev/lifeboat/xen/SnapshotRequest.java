package dev.lifeboat.xen;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Which VM to snapshot, without which disks, and under which marks.
///
/// @param excludedVdis live disks to leave out
/// @param markers keys starting with [Markers#PREFIX], for the snapshot VM and each of its disks
public record SnapshotRequest(UUID vm, String name, Set<UUID> excludedVdis, Map<String, String> markers) {

    public SnapshotRequest {
        excludedVdis = Set.copyOf(excludedVdis);
        markers = Markers.checked(markers);
    }
}
