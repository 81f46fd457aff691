package dev.lifeboat.repository.point;

import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One committed backup, complete by itself.
///
/// @param manifestKey where its manifest lies in the store
/// @param disks in the order in which they were committed
/// @param figures what writing it cost, over all disks
public record RecoveryPoint(
        BackupHeader header, Instant committedAt, List<DiskImage> disks, DiskFigures figures, String manifestKey) {

    public RecoveryPoint {
        disks = List.copyOf(disks);
    }

    public PointId id() {
        return header.pointId();
    }

    public UUID vmUuid() {
        return header.vmUuid();
    }

    public Instant pointInTime() {
        return header.pointInTime();
    }

    /// The sizes of its disks, as a virtual machine sees them.
    public long logicalBytes() {
        return disks.stream().mapToLong(DiskImage::sizeBytes).sum();
    }

    public long allocatedBytes() {
        return disks.stream().mapToLong(DiskImage::allocatedBytes).sum();
    }
}
