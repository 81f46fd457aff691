package dev.lifeboat.agent.point;

import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.util.List;

/// Disks that a recovery point lacks, in the words of orders and reports and in those of the repository.
public final class ExcludedDisks {
    private ExcludedDisks() {}

    /// As a report tells them.
    public static List<ExcludedDisk> of(RecoveryPoint point) {
        return point.header().excludedDisks().stream()
                .map(disk ->
                        new ExcludedDisk(disk.device(), disk.vdiUuid(), disk.name(), disk.sizeBytes(), disk.reason()))
                .toList();
    }

    /// As the repository keeps them.
    public static List<dev.lifeboat.repository.point.ExcludedDisk> of(PointHeader ordered) {
        return ordered.excludedDisks().stream()
                .map(disk -> new dev.lifeboat.repository.point.ExcludedDisk(
                        disk.device(), disk.vdiUuid(), disk.name(), disk.sizeBytes(), disk.reason()))
                .toList();
    }
}
