package dev.lifeboat.xen;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Which VM to snapshot, without which disks, in which state, and under which marks.
///
/// @param excludedVdis live disks to leave out
/// @param markers keys starting with [Markers#PREFIX], for the snapshot VM and each of its disks
public record SnapshotRequest(
        UUID vm, String name, Set<UUID> excludedVdis, Map<String, String> markers, SnapshotConsistency consistency) {

    public SnapshotRequest {
        excludedVdis = Set.copyOf(excludedVdis);
        markers = Markers.checked(markers);
    }

    /// One that shows the disks as after a power cut.
    public SnapshotRequest(UUID vm, String name, Set<UUID> excludedVdis, Map<String, String> markers) {
        this(vm, name, excludedVdis, markers, SnapshotConsistency.CRASH_CONSISTENT);
    }
}
