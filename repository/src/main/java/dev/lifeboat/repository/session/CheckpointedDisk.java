package dev.lifeboat.repository.session;

import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskProgress;
import dev.lifeboat.repository.manifest.CheckpointDocument;
import java.util.UUID;

/// A disk as checkpoints know it.
///
/// @param base fingerprint of the image that is written over; over another one, nothing of it would be right
record CheckpointedDisk(String device, UUID vdiUuid, long sizeBytes, String base, DiskProgress progress) {

    static CheckpointedDisk of(DiskDescription disk, String base, DiskProgress progress) {
        return new CheckpointedDisk(disk.device(), disk.vdiUuid(), disk.sizeBytes(), base, progress);
    }

    boolean isFor(DiskDescription disk, String itsBase) {
        return device.equals(disk.device())
                && vdiUuid.equals(disk.vdiUuid())
                && sizeBytes == disk.sizeBytes()
                && base.equals(itsBase);
    }

    boolean isOf(CheckpointDocument.Disk disk) {
        return device.equals(disk.device())
                && vdiUuid.equals(disk.vdiUuid())
                && sizeBytes == disk.sizeBytes()
                && base.equals(disk.base());
    }

    CheckpointDocument.Disk document(String records) {
        return new CheckpointDocument.Disk(
                device, vdiUuid, sizeBytes, base, progress.isFinished(), progress.figures(), progress.notes(), records);
    }

    /// Adds what a later checkpoint says.
    void read(String key, CheckpointDocument.Disk disk) {
        progress.read(key, disk.records());
        progress.resume(disk.figures(), disk.notes(), disk.finished());
    }
}
