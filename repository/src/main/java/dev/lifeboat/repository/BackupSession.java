package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import java.util.List;
import java.util.Optional;

/// Writes one recovery point. Nothing of it is visible before [#commit], and nothing of it is lost after.
public final class BackupSession implements AutoCloseable {

    BackupSession() {}

    /// Starts a disk. Disks may be written at the same time; they share the session's packs and memory.
    ///
    /// @param base what the disk held at an earlier point of this repository; not larger than the disk is now
    public DiskImageWriter disk(DiskDescription description, Optional<DiskImage> base) {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Stores what is outstanding and creates the manifest: the commit. Disks that did not change may be
    /// given as their base's image.
    ///
    /// If the point exists already, because an earlier try committed it, that one is returned.
    public RecoveryPoint commit(List<DiskImage> finishedDisks) {
        throw new UnsupportedOperationException("Not yet");
    }

    public SessionFigures figures() {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Ends the session. Without a commit its packs stay behind, for prune to collect.
    @Override
    public void close() {}
}
