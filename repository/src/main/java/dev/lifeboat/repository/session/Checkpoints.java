package dev.lifeboat.repository.session;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskProgress;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.disk.ProgressKeeper;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.manifest.CheckpointDocument;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down how far the disks of a session are, often enough that a killed writer takes little with it, and
/// only what packs in the store lead to.
///
/// Usually a checkpoint follows a pack that was full anyway. Where chunks come slowly, for lack of anything
/// new, the open pack is sent to the store before its time: at most one such pack for all that may be at risk.
public final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final SessionLease lease;
    private final ChunkWriter chunks;
    private final CheckpointChain chain;
    private final CheckpointPolicy policy;
    private final Clock clock;
    private final Executor executor;
    private final WorkAtRisk atRisk;
    private final FormerWork former;
    private final List<CheckpointedDisk> disks;
    private final DiskFigures resumed;

    private final AtomicBoolean queued = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();

    /// Held while one is made: they come one after the other.
    private final ReentrantLock making = new ReentrantLock();

    private boolean stopped;
    private boolean unsaved;
    private long unsavedWork;
    private Instant lastCut;

    /// What a checkpoint does to the pack that is being filled.
    private enum OpenPack {
        GROWS_ON,
        /// It goes to the store as small as it is, so that the checkpoint holds all that was given.
        CLOSED
    }

    /// What a session works with.
    public record Parts(ObjectStore store, Seals seals, Clock clock, Geometry geometry, CheckpointPolicy policy) {}

    /// Reads what earlier writers of the same order have left.
    ///
    /// @param doomed packs that may be deleted at any time; asked for if what was left may have lost packs already
    /// @param executor makes checkpoints; may be the calling thread
    public Checkpoints(
            Parts parts,
            SessionLease lease,
            BackupHeader header,
            ChunkWriter chunks,
            Supplier<Set<PackId>> doomed,
            Executor executor) {
        this.lease = lease;
        this.chunks = chunks;
        var files = new CheckpointFiles(parts.store(), new Documents(parts.seals()), lease, Fingerprints.order(header));
        this.chain = new CheckpointChain(files, lease);
        this.policy = parts.policy();
        this.clock = parts.clock();
        this.executor = executor;
        this.atRisk = new WorkAtRisk(policy, clock);
        this.lastCut = clock.instant();
        this.former = new FormerWork(parts.geometry(), chunks, new Keeper());
        this.disks = new ArrayList<>(former.read(files, lease.protectedSince(), doomed));
        this.resumed =
                disks.stream().map(disk -> disk.progress().figures()).reduce(DiskFigures.NONE, DiskFigures::plus);
    }

    /// What checkpoints of earlier writers hold, over all disks.
    public DiskFigures found() {
        return resumed;
    }

    /// Where a disk goes on: from its checkpoint if it is the same disk over the same base, else from nothing.
    public DiskProgress disk(DiskDescription description, Optional<DiskImage> baseImage) {
        var fingerprint = Fingerprints.base(baseImage);
        making.lock();
        try {
            var known = disks.stream()
                    .filter(disk -> disk.isFor(description, fingerprint))
                    .findFirst();
            if (known.isPresent()) {
                return known.get().progress();
            }
            var fresh = former.fresh(description, fingerprint);
            disks.add(fresh);
            chain.startAnew();
            return fresh.progress();
        } finally {
            making.unlock();
        }
    }

    /// A pack is in the store: a good moment, if it is worth it.
    public void packStored() {
        if (isWorthIt()) {
            request(OpenPack.GROWS_ON);
        }
    }

    private boolean isWorthIt() {
        return atRisk.isDue(Math.max(1, policy.atRiskBytes() / 2));
    }

    /// To be called every few seconds.
    public void tick() {
        if (atRisk.isOld()) {
            request(OpenPack.CLOSED);
        }
    }

    /// What the writers of the disks call.
    private final class Keeper implements ProgressKeeper {

        @Override
        public void admit(long bytes) {
            atRisk.admit(bytes, () -> request(OpenPack.CLOSED));
        }

        /// Worth a pack of its own only if much of it would have to be read again.
        @Override
        public void finished() {
            atRisk.touch();
            if (isWorthIt()) {
                request(OpenPack.CLOSED);
            }
        }
    }

    /// Stores all that was given so far. Nobody may be writing any more.
    ///
    /// @return whether it is stored
    public boolean makeLast() {
        making.lock();
        try {
            make(OpenPack.CLOSED);
            return !unsaved;
        } finally {
            making.unlock();
        }
    }

    /// Ends it, and waits for the one that is being made.
    public void stop() {
        making.lock();
        try {
            stopped = true;
        } finally {
            making.unlock();
        }
    }

    private void request(OpenPack openPack) {
        if (openPack == OpenPack.CLOSED) {
            closing.set(true);
        }
        if (queued.compareAndSet(false, true)) {
            executor.execute(this::makeQueued);
        }
    }

    private void makeQueued() {
        making.lock();
        try {
            queued.set(false);
            if (!stopped) {
                make(closing.getAndSet(false) ? OpenPack.CLOSED : OpenPack.GROWS_ON);
            }
        } catch (RuntimeException e) {
            atRisk.fail(e);
        } finally {
            making.unlock();
        }
    }

    private void make(OpenPack openPack) {
        lease.confirmIfDue();
        if (openPack == OpenPack.CLOSED) {
            chunks.closePack();
        }
        var cut = clock.instant();
        atRisk.cut();
        disks.forEach(disk -> disk.progress().take());
        // Whatever was taken refers to packs that are closed now, or to the one that still grows.
        var outstanding = chunks.outstanding();
        var news = new ArrayList<CheckpointDocument.Disk>();
        boolean complete = true;
        for (var disk : disks) {
            var settled = disk.progress().settle(outstanding.open());
            unsavedWork += settled.workBytes();
            complete &= settled.complete();
            if (settled.news()) {
                news.add(disk.document(settled.records()));
            }
        }
        if (!news.isEmpty() || unsaved) {
            chunks.awaitStored(outstanding.closed());
            save(news, cut, complete ? cut : lastCut);
            lastCut = cut;
        }
    }

    /// One that cannot be stored is made up for by the next, which then says everything.
    ///
    /// @param keptSince since when there may be something that it does not hold: what went back was given after the
    ///     cut before this one
    private void save(List<CheckpointDocument.Disk> news, Instant cut, Instant keptSince) {
        unsaved = true;
        try {
            chain.add(news, this::everything, cut);
        } catch (ObjectStoreException e) {
            LOG.warn("No checkpoint for now: {}", e.getMessage());
            atRisk.unsaved(e);
            return;
        }
        unsaved = false;
        atRisk.safe(unsavedWork, keptSince);
        unsavedWork = 0;
    }

    private List<CheckpointDocument.Disk> everything() {
        return disks.stream()
                .map(disk -> disk.document(disk.progress().records()))
                .toList();
    }
}
