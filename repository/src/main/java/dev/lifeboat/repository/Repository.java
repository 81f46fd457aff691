package dev.lifeboat.repository;

import dev.lifeboat.repository.RepositoryDescription.Encryption;
import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.time.Clock;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// A repository in an object store. Safe for any number of threads, and for any number of processes at the
/// same store.
///
/// All methods throw [RepositoryException]s.
public final class Repository implements AutoCloseable {

    private final ObjectStore store;
    private final Opening opening;
    private final Tuning tuning;
    private final Clock clock = Clock.systemUTC();
    private final Points points;
    private final ChunkReader chunks;

    private Repository(ObjectStore store, Opening opening, Tuning tuning) {
        this.store = store;
        this.opening = opening;
        this.tuning = tuning;
        this.points = new Points(store, opening.seals());
        this.chunks = new ChunkReader(store, opening.seals());
    }

    /// Creates the repository, or opens the one that is there: then the options are not looked at, except that
    /// their first key or passphrase has to open it. Any number of callers may race.
    public static Repository openOrCreate(ObjectStore store, RepositoryOptions options) {
        return openOrCreate(store, options, Tuning.standard());
    }

    public static Repository openOrCreate(ObjectStore store, RepositoryOptions options, Tuning tuning) {
        new Birth(store, options, Clock.systemUTC()).createUnlessThere();
        return open(store, options.unlock(), tuning);
    }

    /// Opens one that is not encrypted.
    public static Repository open(ObjectStore store) {
        return open(store, Unlock.none());
    }

    /// Opens one that is not encrypted.
    public static Repository open(ObjectStore store, Tuning tuning) {
        return open(store, Unlock.none(), tuning);
    }

    /// Throws [RepositoryLockedException] where the unlock does not fit, which includes a secret for a
    /// repository that is not encrypted.
    public static Repository open(ObjectStore store, Unlock unlock) {
        return open(store, unlock, Tuning.standard());
    }

    public static Repository open(ObjectStore store, Unlock unlock, Tuning tuning) {
        return new Repository(store, Opening.open(store, unlock), tuning);
    }

    /// Changes who can open the repository, and with what it encrypts from now on. Repositories that are open
    /// go on with the keys they know.
    ///
    /// @return how it is encrypted now
    public static Encryption rekey(ObjectStore store, Unlock unlock, Rekey change) {
        return new Rekeying(store, Clock.systemUTC()).run(unlock, change);
    }

    /// What a store can do, before or after a repository is created in it. Leaves no object behind.
    public static ProbeResult probe(ObjectStore store) {
        return new Probe(store, Clock.systemUTC()).run();
    }

    public RepositoryDescription description() {
        return opening.description();
    }

    /// All recovery points, by virtual machine and time. Fails if one of them cannot be read, naming it.
    public List<RecoveryPoint> points() {
        return points.list();
    }

    public List<RecoveryPoint> points(UUID vm) {
        return points.list(vm);
    }

    public Optional<RecoveryPoint> find(UUID vm, PointId id) {
        return points.find(vm, id);
    }

    public BackupSession startBackup(BackupHeader header) {
        requireTrusted("Writing a backup");
        return new BackupSession(description(), new MeteringObjectStore(store), opening.seals(), header, tuning, clock);
    }

    public DiskReader reader(DiskImage image) {
        return new DiskReader(image, description().geometry(), chunks, tuning.readAhead());
    }

    /// Deletes the manifest, and with it the point. The chunks that no other point needs stay until a prune.
    public void deletePoint(UUID vm, PointId id) {
        requireTrusted("Deleting a recovery point");
        points.delete(vm, id);
    }

    private void requireTrusted(String what) {
        if (!opening.trusted()) {
            throw RepositoryLockedException.readingOnly(what);
        }
    }

    public ProbeResult probe() {
        return probe(store);
    }

    /// Lists everything, and reads every manifest.
    public RepositoryUsage usage() {
        var objects = store.listAll("")
                .collect(Collectors.partitioningBy(
                        entry -> entry.key().value().startsWith(PackId.PREFIX),
                        Collectors.summarizingLong(ObjectEntry::sizeBytes)));
        var packs = objects.getOrDefault(true, new LongSummaryStatistics());
        var others = objects.getOrDefault(false, new LongSummaryStatistics());
        var all = points();
        return new RepositoryUsage(
                all.size(),
                all.stream().mapToLong(RecoveryPoint::logicalBytes).sum(),
                all.stream().mapToLong(RecoveryPoint::allocatedBytes).sum(),
                packs.getCount(),
                packs.getCount() + others.getCount(),
                packs.getSum() + others.getSum());
    }

    /// Closes the object store it was opened with.
    @Override
    public void close() {
        store.close();
    }
}
