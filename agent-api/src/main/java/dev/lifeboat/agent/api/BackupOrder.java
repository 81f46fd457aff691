package dev.lifeboat.agent.api;

import java.util.List;

/// Copy the disks of one snapshot into the repository and commit them as one recovery point.
///
/// @param archiveCompression of the XVA, if any disk comes in it
public record BackupOrder(
        String orderId,
        PoolAccess pool,
        RepositoryAccess repository,
        Transfer transfer,
        PointHeader point,
        List<DiskBackup> disks,
        ArchiveCompression archiveCompression)
        implements Order {

    public BackupOrder {
        disks = List.copyOf(disks);
    }

    /// Without an archive, or with one that is not compressed.
    public BackupOrder(
            String orderId,
            PoolAccess pool,
            RepositoryAccess repository,
            Transfer transfer,
            PointHeader point,
            List<DiskBackup> disks) {
        this(orderId, pool, repository, transfer, point, disks, ArchiveCompression.None);
    }
}
