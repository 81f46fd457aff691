package dev.lifeboat.repository;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointMapping;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.prune.TrashRecords;
import dev.lifeboat.repository.session.Checkpoints;
import dev.lifeboat.repository.session.SessionLease;
import dev.lifeboat.repository.session.Ticker;
import dev.lifeboat.repository.verify.DamageRecords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one recovery point. Nothing of it is visible before [#commit], and nothing of it is lost after.
public final class BackupSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackupSession.class);

    /// A checkpoint is due after 15 s: two more do not matter.
    private static final Duration TICK = Duration.ofSeconds(2);

    private final RepositoryDescription repository;
    private final MeteringObjectStore store;
    private final Points points;
    private final BackupHeader header;
    private final SessionSettings settings;
    private final SessionLease lease;
    private final ChunkWriter chunks;
    private final TrashRecords trash;
    private final List<String> knownTrash;
    private final SessionDisks disks;
    private final Checkpoints checkpoints;
    private final ExecutorService checkpointing;
    private final Ticker.Ticking ticking;
    private boolean learned;
    /// Committed or given up: nobody goes on from its checkpoints.
    private boolean settled;

    private boolean closed;

    BackupSession(
            RepositoryDescription repository,
            MeteringObjectStore store,
            Seals seals,
            BackupHeader header,
            SessionSettings settings) {
        this.repository = repository;
        this.store = store;
        this.points = new Points(store, seals);
        this.header = header;
        this.settings = settings;
        var tuning = settings.tuning();
        var clock = settings.clockwork().clock();
        this.lease = SessionLease.take(store, seals, clock, header);
        var damaged = new DamageRecords(store, seals).chunks();
        this.trash = new TrashRecords(store, new Documents(seals));
        this.knownTrash = lease.knownTrash(trash::names);
        this.chunks = new ChunkWriter(store, seals, tuning.chunkLimits(repository), damaged, this::packStored);
        var limits = new DiskImageWriter.Limits(tuning.openPages(), tuning.readAhead());
        this.disks = new SessionDisks(
                chunks, repository.geometry(), limits, image -> points.leadsTo(header.vmUuid(), image));
        this.checkpointing = settings.clockwork().worker().get();
        var parts = new Checkpoints.Parts(store, seals, clock, repository.geometry(), tuning.checkpoints());
        this.checkpoints = new Checkpoints(parts, lease, header, chunks, this::doomed, checkpointing);
        this.ticking = settings.clockwork().ticker().every(TICK, this::tick);
    }

    /// Packs that a prune may be about to delete, whoever knows of it.
    private Set<PackId> doomed() {
        return trash.packsOf(trash.names());
    }

    private void packStored() {
        lease.renewIfDue();
        checkpoints.packStored();
    }

    private void tick() {
        lease.renewIfDue();
        checkpoints.tick();
    }

    /// What earlier writers with the same order have left to go on from; nothing if this is the first.
    public Resumed resumed() {
        return new Resumed(lease.epoch() - 1, checkpoints.found());
    }

    /// Starts a disk, or goes on with it if an earlier writer of this order had begun it over the same base:
    /// [DiskImageWriter#done] says what is left out then. Disks may be written at the same time; they share the
    /// session's packs and memory.
    ///
    /// A disk that is started again, over another base say, takes the place of the one before.
    ///
    /// @param base what the disk held at an earlier point of this repository; not larger than the disk is now
    public DiskImageWriter disk(DiskDescription description, Optional<DiskImage> base) {
        var progress = checkpoints.disk(description, base);
        base.ifPresent(disks::requireBase);
        if (base.isEmpty() && !progress.isFinished()) {
            learnOnce();
        }
        return disks.writer(description, base, progress);
    }

    /// What other machines have stored matters to a full run; an incremental one finds nearly all in its
    /// base.
    private synchronized void learnOnce() {
        if (!learned) {
            learned = true;
            chunks.learn(trash.packsOf(knownTrash));
        }
    }

    /// Stores what is outstanding and creates the manifest: the commit. Disks that did not change may be
    /// given as their base's image.
    ///
    /// If the point exists already, because an earlier try or another writer with the same order committed it,
    /// that one is returned.
    ///
    /// @throws StaleSessionException if another writer has taken over, or the lease ran out: nothing is committed
    /// @throws IllegalStateException an image refers to what is marked as damaged: the disk has to be written
    public RecoveryPoint commit(List<DiskImage> finishedDisks) {
        var existing = points.find(header.vmUuid(), header.pointId());
        if (existing.isPresent()) {
            settled = true;
            return existing.get();
        }
        disks.require(finishedDisks);
        chunks.flush();
        checkpoints.stop();
        lease.confirm();
        var key = points.keyOf(header);
        var document = PointMapping.document(
                header,
                repository.id(),
                lease.id(),
                settings.clockwork().clock().instant(),
                disks.ofThisRun(finishedDisks),
                disks.figures());
        boolean created = points.create(key, document);
        settled = true;
        if (!created) {
            return points.read(key).orElseThrow(() -> vanished(key));
        }
        publish();
        return PointMapping.point(key, document);
    }

    private static DamagedException vanished(ObjectKey key) {
        return new DamagedException(key.value(), "the manifest that made its creation fail", "no such object");
    }

    /// After the commit: whatever happens now, the point is safe, and a segment never names packs of a run
    /// that failed.
    private void publish() {
        try {
            chunks.publish(lease.startedAt().getEpochSecond() + "-" + lease.id());
        } catch (ObjectStoreException e) {
            LOG.warn(
                    "Recovery point {} is committed; later full runs will not find its chunks: {}",
                    header.pointId(),
                    e.getMessage());
        }
    }

    public SessionFigures figures() {
        var figures = store.figures();
        return new SessionFigures(
                disks.figures(), figures.objectsWritten(), figures.bytesWritten(), figures.requests());
    }

    /// Stores how far the disks are, for a writer that ends before they are done: the next one with the same
    /// order goes on from right here, and not from the checkpoint before. Nobody may be writing any more.
    ///
    /// What takes longer than it may is interrupted, and then the session is of no use but to be closed. A
    /// store that does not answer so costs its caller `within` and no more.
    ///
    /// @return whether it is stored
    public boolean saveProgress(Duration within) {
        boolean saved = false;
        try {
            saved = checkpointing.submit(checkpoints::makeLast).get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.warn("No last checkpoint: {}", String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            LOG.warn("No last checkpoint: the store did not take it within {} s", within.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!saved) {
            ticking.close();
            checkpointing.shutdownNow();
            chunks.interrupt();
        }
        return saved;
    }

    /// Gives the order up: what it has stored is left to a prune, and nobody goes on from here. Not while another
    /// writer is at it.
    public synchronized void abandon() {
        checkpoints.stop();
        lease.confirm();
        settled = true;
        close();
    }

    /// Ends the session. Without a commit its checkpoints stay, for the next writer with the same order to go on
    /// from; if none comes, a prune collects all of it.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ticking.close();
        checkpoints.stop();
        chunks.close();
        checkpointing.close();
        if (!settled) {
            lease.stop();
            return;
        }
        try {
            lease.end();
        } catch (ObjectStoreException e) {
            LOG.warn("What is left of session {} stays for a prune: {}", lease.id(), e.getMessage());
        }
    }
}
