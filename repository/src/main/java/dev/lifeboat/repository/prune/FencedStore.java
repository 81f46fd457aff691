package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// The store as one run of maintenance may use it: reading at any time, replacing and deleting only while the
/// lease is its own. Every step is a place where an interrupt ends the run.
final class FencedStore {

    /// After so many deletions the fence is looked at again.
    private static final int BATCH = 100;

    private final ObjectStore objects;
    private final Seals seals;
    private final Documents documents;
    private final Optional<MaintenanceLease> lease;

    /// @param lease empty for a dry run, which never writes
    FencedStore(ObjectStore objects, Seals seals, Documents documents, Optional<MaintenanceLease> lease) {
        this.objects = objects;
        this.seals = seals;
        this.documents = documents;
        this.lease = lease;
    }

    ObjectStore objects() {
        return objects;
    }

    Seals seals() {
        return seals;
    }

    Documents documents() {
        return documents;
    }

    /// Between any two requests.
    void tick() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The prune was interrupted");
        }
        lease.ifPresent(MaintenanceLease::renewIfDue);
    }

    /// Before something is replaced, or written that others rely on.
    void fence() {
        tick();
        lease().check();
    }

    MaintenanceLease lease() {
        return lease.orElseThrow(() -> new IllegalStateException("A dry run writes nothing"));
    }

    void replace(ObjectKey key, ByteBuffer content) {
        lease().requireValid();
        objects.put(key, content);
    }

    void delete(Collection<ObjectKey> keys) {
        delete(keys, () -> {});
    }

    /// In batches, with a look at the fence before each.
    ///
    /// @param after told of each that is deleted
    void delete(Collection<ObjectKey> keys, Runnable after) {
        var all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += BATCH) {
            var batch = all.subList(from, Math.min(all.size(), from + BATCH));
            fence();
            objects.deleteAll(batch);
            batch.forEach(_ -> after.run());
        }
    }
}
