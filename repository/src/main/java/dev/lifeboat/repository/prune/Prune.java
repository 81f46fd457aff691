package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One prune, from taking the maintenance lease to giving it back. FORMAT.md, "Prune", says what it does and why that
/// is safe.
public final class Prune {

    private static final Logger LOG = LoggerFactory.getLogger(Prune.class);

    private final ObjectStore store;
    private final Seals seals;
    private final Geometry geometry;
    private final ChunkWriter.Limits limits;
    private final Clock clock;
    private final PruneOptions options;
    private final PruneProgress progress;

    /// @param limits how much memory compaction may take
    public Prune(
            ObjectStore store,
            Seals seals,
            Geometry geometry,
            ChunkWriter.Limits limits,
            Clock clock,
            PruneOptions options,
            PruneProgress progress) {
        this.store = store;
        this.seals = seals;
        this.geometry = geometry;
        this.limits = limits;
        this.clock = clock;
        this.options = options;
        this.progress = progress;
    }

    public PruneReport run() {
        if (!options.deletes()) {
            return runWith(Optional.empty());
        }
        var lease = MaintenanceLease.take(store, new Documents(seals), clock, host());
        try {
            return runWith(Optional.of(lease));
        } catch (ObjectStoreException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw (CancellationException) new CancellationException("The prune was interrupted").initCause(e);
            }
            throw e;
        } finally {
            end(lease);
        }
    }

    private PruneReport runWith(Optional<MaintenanceLease> lease) {
        var parallel = new Parallel(options.parallel());
        var guarded = new FencedStore(store, seals, new Documents(seals), lease);
        return new PruneRun(guarded, geometry, limits, clock, options, progress, parallel).run();
    }

    /// An interrupt does not keep others waiting until the lease has run out.
    private static void end(MaintenanceLease lease) {
        boolean interrupted = Thread.interrupted();
        try {
            lease.end();
        } catch (ObjectStoreException e) {
            LOG.warn(
                    "Maintenance under {} has ended, but others wait until its lease has run out: {}",
                    lease.key(),
                    e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "a host without a name";
        }
    }
}
