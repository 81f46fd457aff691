package dev.lifeboat.repository;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.DamagedChunks;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.errors.BaseGoneException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointMapping;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.prune.TrashRecords;
import dev.lifeboat.repository.verify.DamageRecords;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one recovery point. Nothing of it is visible before [#commit], and nothing of it is lost after.
public final class BackupSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackupSession.class);

    private final RepositoryDescription repository;
    private final MeteringObjectStore store;
    private final Points points;
    private final BackupHeader header;
    private final Tuning tuning;
    private final Clock clock;
    private final SessionLease lease;
    private final DamagedChunks damaged;
    private final ChunkWriter chunks;
    private final TrashRecords trash;
    private final List<String> knownTrash;
    private final List<DiskImageWriter> writers = new CopyOnWriteArrayList<>();
    private boolean learned;
    private boolean closed;

    BackupSession(
            RepositoryDescription repository,
            MeteringObjectStore store,
            Seals seals,
            BackupHeader header,
            Tuning tuning,
            Clock clock) {
        this.repository = repository;
        this.store = store;
        this.points = new Points(store, seals);
        this.header = header;
        this.tuning = tuning;
        this.clock = clock;
        this.lease = new SessionLease(store, new Documents(seals), clock, header);
        this.damaged = new DamageRecords(store, seals).chunks();
        this.trash = new TrashRecords(store, new Documents(seals));
        this.knownTrash = trash.names();
        if (!knownTrash.isEmpty()) {
            lease.knows(knownTrash);
        }
        this.chunks = new ChunkWriter(store, seals, tuning.chunkLimits(repository), damaged, lease::renewIfDue);
    }

    /// Starts a disk. Disks may be written at the same time; they share the session's packs and memory.
    ///
    /// @param base what the disk held at an earlier point of this repository; not larger than the disk is now
    public DiskImageWriter disk(DiskDescription description, Optional<DiskImage> base) {
        base.ifPresentOrElse(this::requireBase, this::learnOnce);
        var writer = new DiskImageWriter(
                description, base, repository.geometry(), chunks, tuning.openPages(), tuning.readAhead());
        writers.add(writer);
        return writer;
    }

    /// What other machines have stored matters to a full run; an incremental one finds nearly all in its
    /// base.
    private synchronized void learnOnce() {
        if (!learned) {
            learned = true;
            chunks.learn(trash.packsOf(knownTrash));
        }
    }

    /// A base that is there now, with the lease taken, cannot lose anything while the session runs. One that went
    /// before may have lost something already.
    private void requireBase(DiskImage base) {
        if (!points.leadsTo(header.vmUuid(), base)) {
            throw new BaseGoneException("disk " + base.device() + " (VDI " + base.vdiUuid() + ")");
        }
    }

    /// What was not written here was there before.
    private void requireUnwritten(List<DiskImage> finishedDisks) {
        var written = writers.stream().map(DiskImageWriter::description).toList();
        finishedDisks.stream()
                .filter(image -> !written.contains(image.description()))
                .forEach(this::requireBase);
    }

    /// Stores what is outstanding and creates the manifest: the commit. Disks that did not change may be
    /// given as their base's image.
    ///
    /// If the point exists already, because an earlier try committed it, that one is returned.
    ///
    /// @throws IllegalStateException an image refers to what is marked as damaged: the disk has to be written
    public RecoveryPoint commit(List<DiskImage> finishedDisks) {
        var existing = points.find(header.vmUuid(), header.pointId());
        if (existing.isPresent()) {
            return existing.get();
        }
        requireTrusted(finishedDisks);
        requireUnwritten(finishedDisks);
        chunks.flush();
        var key = points.keyOf(header);
        var document = PointMapping.document(
                header, repository.id(), lease.id(), clock.instant(), finishedDisks, diskFigures());
        lease.requireValid();
        if (!points.create(key, document)) {
            return points.read(key).orElseThrow(() -> vanished(key));
        }
        publish();
        return PointMapping.point(key, document);
    }

    /// What a writer of this session made refers to nothing that is marked; an image taken from an earlier
    /// point may.
    private void requireTrusted(List<DiskImage> disks) {
        if (damaged.isEmpty()) {
            return;
        }
        for (var disk : disks) {
            if (writers.stream().noneMatch(writer -> writer.made(disk))) {
                new DiskImageWriter(
                                disk.description(),
                                Optional.of(disk),
                                repository.geometry(),
                                chunks,
                                tuning.openPages(),
                                tuning.readAhead())
                        .finish();
            }
        }
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
        return new SessionFigures(diskFigures(), figures.objectsWritten(), figures.bytesWritten(), figures.requests());
    }

    private DiskFigures diskFigures() {
        return writers.stream().map(DiskImageWriter::figures).reduce(DiskFigures.NONE, DiskFigures::plus);
    }

    /// Ends the session. Without a commit its packs stay behind, for prune to collect.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        chunks.close();
        try {
            lease.end();
        } catch (ObjectStoreException e) {
            LOG.warn("The lease of session {} stays until it expires: {}", lease.id(), e.getMessage());
        }
    }
}
