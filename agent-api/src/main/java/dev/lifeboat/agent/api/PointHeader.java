package dev.lifeboat.agent.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What the recovery point will say about itself.
///
/// @param pointId     `[0-9a-z-]{1,64}`, the same for every attempt at the same backup
/// @param snapshotUuid the snapshot VM whose records the agent reads and stores as the VM's metadata
/// @param vmName      the live VM's name; the snapshot has one of its own
/// @param pointInTime when the snapshot was taken
/// @param excludedDisks that it will say it lacks
/// @param labels      free text that comes back with the point: policy, schedule, cluster
public record PointHeader(
        String pointId,
        UUID vmUuid,
        String vmName,
        UUID snapshotUuid,
        UUID poolUuid,
        String poolName,
        Instant pointInTime,
        Map<String, String> labels,
        List<ExcludedDisk> excludedDisks) {

    public PointHeader {
        labels = Map.copyOf(labels);
        excludedDisks = List.copyOf(excludedDisks);
    }
}
