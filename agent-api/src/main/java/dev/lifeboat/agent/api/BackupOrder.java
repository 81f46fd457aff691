package dev.lifeboat.agent.api;

import java.util.List;

/// Copy the disks of one snapshot into the repository and commit them as one recovery point.
public record BackupOrder(
        String orderId,
        PoolAccess pool,
        RepositoryAccess repository,
        Transfer transfer,
        PointHeader point,
        List<DiskBackup> disks)
        implements Order {

    public BackupOrder {
        disks = List.copyOf(disks);
    }
}
