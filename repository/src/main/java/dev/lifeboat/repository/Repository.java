package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A repository in an object store. Safe for any number of threads, and for any number of processes at the
/// same store.
///
/// All methods throw [RepositoryException]s.
public final class Repository implements AutoCloseable {

    private Repository() {}

    /// Creates the repository, or opens the one that is there (then the options are not looked at). Any
    /// number of callers may race.
    public static Repository openOrCreate(ObjectStore store, RepositoryOptions options) {
        throw new UnsupportedOperationException("Not yet");
    }

    public static Repository open(ObjectStore store) {
        return open(store, Tuning.standard());
    }

    public static Repository open(ObjectStore store, Tuning tuning) {
        throw new UnsupportedOperationException("Not yet");
    }

    /// What a store can do, before or after a repository is created in it. Leaves no object behind.
    public static ProbeResult probe(ObjectStore store) {
        throw new UnsupportedOperationException("Not yet");
    }

    public RepositoryDescription description() {
        throw new UnsupportedOperationException("Not yet");
    }

    /// All recovery points, by virtual machine and time. Fails if one of them cannot be read, naming it.
    public List<RecoveryPoint> points() {
        throw new UnsupportedOperationException("Not yet");
    }

    public List<RecoveryPoint> points(UUID vm) {
        throw new UnsupportedOperationException("Not yet");
    }

    public Optional<RecoveryPoint> find(UUID vm, PointId id) {
        throw new UnsupportedOperationException("Not yet");
    }

    public BackupSession startBackup(BackupHeader header) {
        throw new UnsupportedOperationException("Not yet");
    }

    public DiskReader reader(DiskImage image) {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Deletes the manifest, and with it the point. The chunks that no other point needs stay until a prune.
    public void deletePoint(UUID vm, PointId id) {
        throw new UnsupportedOperationException("Not yet");
    }

    public ProbeResult probe() {
        throw new UnsupportedOperationException("Not yet");
    }

    public RepositoryUsage usage() {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Closes the object store it was opened with.
    @Override
    public void close() {}
}
