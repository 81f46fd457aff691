package dev.lifeboat.repository;

import dev.lifeboat.repository.RepositoryDescription.Encryption;
import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.export.ExportKey;
import dev.lifeboat.repository.export.ExportWriter;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.PointTrash;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.point.TrashedPoint;
import dev.lifeboat.repository.prune.Prune;
import dev.lifeboat.repository.prune.PruneOptions;
import dev.lifeboat.repository.prune.PruneProgress;
import dev.lifeboat.repository.prune.PruneReport;
import dev.lifeboat.repository.verify.OpenedRepository;
import dev.lifeboat.repository.verify.PointScan;
import dev.lifeboat.repository.verify.Repair;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.RepairReport;
import dev.lifeboat.repository.verify.Verification;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyProgress;
import dev.lifeboat.repository.verify.VerifyReport;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A repository in an object store. Safe for any number of threads, and for any number of processes at the
/// same store.
///
/// All methods throw [RepositoryException]s.
public final class Repository implements AutoCloseable {

    private final ObjectStore store;
    private final Opening opening;
    private final Tuning tuning;
    private final Clockwork clockwork;
    private final Points points;
    private final PointTrash trash;
    private final ChunkReader chunks;

    private Repository(ObjectStore store, Opening opening, Tuning tuning, Clockwork clockwork) {
        this.store = store;
        this.opening = opening;
        this.tuning = tuning;
        this.clockwork = clockwork;
        this.points = new Points(store, opening.seals());
        this.trash = new PointTrash(store, points);
        this.chunks = new ChunkReader(store, opening.seals());
    }

    /// Creates the repository, or opens the one that is there: then the options are not looked at, except that
    /// their first key or passphrase has to open it. Any number of callers may race.
    public static Repository openOrCreate(ObjectStore store, RepositoryOptions options) {
        return openOrCreate(store, options, Tuning.standard());
    }

    public static Repository openOrCreate(ObjectStore store, RepositoryOptions options, Tuning tuning) {
        new Creation(store, options, Clock.systemUTC()).createUnlessThere();
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
        return open(store, unlock, tuning, Clock.systemUTC());
    }

    /// @param clock tells the time for leases, grace periods and what is written down
    public static Repository open(ObjectStore store, Unlock unlock, Tuning tuning, Clock clock) {
        return open(store, unlock, tuning, Clockwork.by(clock));
    }

    static Repository open(ObjectStore store, Unlock unlock, Tuning tuning, Clockwork clockwork) {
        return new Repository(store, Opening.open(store, unlock), tuning, clockwork);
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

    /// Begins to write a recovery point, or goes on where an earlier writer with the same order (machine, point
    /// id and all the header says but for the machine's own records) was when it ended. From here on that one
    /// can commit no more.
    public BackupSession startBackup(BackupHeader header) {
        requireTrusted("Writing a backup");
        return new BackupSession(
                description(),
                new MeteringObjectStore(store),
                opening.seals(),
                header,
                new SessionSettings(tuning, clockwork));
    }

    /// Begins an object in `exports/`, which is stored as it comes: neither compressed nor encrypted.
    ///
    /// @param mostBytes that will be written
    /// @throws dev.lifeboat.repository.errors.ExportRefusedException so much fits into no object
    public ExportWriter startExport(ExportKey key, long mostBytes) {
        return ExportWriter.open(store, key, mostBytes);
    }

    public DiskReader reader(DiskImage image) {
        return new DiskReader(image, description().geometry(), chunks, tuning.readAhead());
    }

    /// Moves the manifest to the trash, and with it the point; one that is not there is fine. It can be brought back
    /// until a prune finds its grace period over; what no other point needs stays until later ones.
    public void deletePoint(UUID vm, PointId id) {
        requireTrusted("Deleting a recovery point");
        trash.add(vm, id, clockwork.clock().instant());
    }

    /// Deleted points that can be brought back, by virtual machine and time of the point.
    public List<TrashedPoint> trash() {
        return trash.points();
    }

    /// Brings a deleted point back as it was. One that is there already is returned.
    ///
    /// @return empty when it is neither there nor in the trash any more
    public Optional<RecoveryPoint> undelete(UUID vm, PointId id) {
        requireTrusted("Bringing back a recovery point");
        var there = points.find(vm, id);
        return there.isPresent()
                ? there
                : new Undeletion(store, new Documents(opening.seals()), points, trash, clockwork.clock()).run(vm, id);
    }

    /// Deletes what no recovery point needs, beside running backups, restores and other readers. Interrupting the
    /// thread ends it with a [java.util.concurrent.CancellationException]; that, and being killed at any moment, is
    /// safe, and the next prune goes on.
    ///
    /// @throws dev.lifeboat.repository.errors.IncompleteViewException nothing was deleted, since something cannot
    ///     be read
    /// @throws dev.lifeboat.repository.errors.MaintenanceBusyException another prune is running
    /// @throws dev.lifeboat.repository.errors.MaintenanceLostException the lease was lost on the way
    public PruneReport prune(PruneOptions options, PruneProgress progress) {
        requireTrusted("Pruning");
        var limits = tuning.copyLimits(description());
        return new Prune(store, opening.seals(), description().geometry(), limits, clockwork.clock(), options, progress)
                .run();
    }

    private void requireTrusted(String what) {
        if (!opening.trusted()) {
            throw RepositoryLockedException.readingOnly(what);
        }
    }

    /// Looks whether what was stored is still what was written. Never ends at the first finding.
    ///
    /// @throws RepositoryException the store is away
    public VerifyReport verify(VerifyOptions options, VerifyProgress progress) {
        return new Verification(opened(), options, progress).run();
    }

    /// Verifies, and marks what is damaged or lost: from then on no writer refers to it, and incremental runs are
    /// told to read it again ([dev.lifeboat.repository.disk.DiskImageWriter#rangesToReadAgain]).
    ///
    /// @throws RepositoryException the store is away
    public RepairReport repair(RepairOptions options, VerifyProgress progress) {
        requireTrusted("Repairing");
        return new Repair(opened(), options, progress).run();
    }

    /// The points that can be read and the manifests that cannot, where [#points] would give up.
    public PointScan scanPoints() {
        return PointScan.of(opened());
    }

    private OpenedRepository opened() {
        return new OpenedRepository(store, opening.seals(), description().geometry(), clockwork.clock());
    }

    /// Lists everything, and reads every manifest. What is in `exports/` is no part of the repository.
    public RepositoryUsage usage() {
        return RepositoryUsage.of(store, points());
    }

    /// Closes the object store it was opened with.
    @Override
    public void close() {
        store.close();
    }
}
