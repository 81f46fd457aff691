package dev.lifeboat.repository.point;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.PointDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The recovery points of a repository, as their manifests say.
public final class Points {

    /// Manifests fetched at a time.
    private static final int PARALLEL = 16;

    private final ObjectStore store;
    private final Documents documents;
    private final PointNames names;

    public Points(ObjectStore store, Seals seals) {
        this.store = store;
        this.documents = new Documents(seals);
        this.names = new PointNames(seals);
    }

    /// A point that is deleted while this runs is left out; one that cannot be read fails all, since a list
    /// with silent gaps is what wrong decisions are made from.
    public List<RecoveryPoint> list() {
        return list(PointKey.PREFIX);
    }

    /// The same for one virtual machine.
    public List<RecoveryPoint> list(UUID vm) {
        return list(names.prefix(vm));
    }

    private List<RecoveryPoint> list(String prefix) {
        var keys = store.listAll(prefix).map(ObjectEntry::key).toList();
        try (var executor = Executors.newFixedThreadPool(
                PARALLEL, Thread.ofVirtual().name("manifest-", 0).factory())) {
            var reads = new ArrayList<Future<Optional<RecoveryPoint>>>();
            keys.forEach(key -> reads.add(executor.submit(() -> read(key))));
            return reads.stream().map(Points::await).flatMap(Optional::stream).toList();
        }
    }

    public Optional<RecoveryPoint> find(UUID vm, PointId id) {
        return key(vm, id).flatMap(this::read);
    }

    public Optional<ObjectKey> key(UUID vm, PointId id) {
        var name = names.name(vm, id);
        return store.listAll(names.prefix(vm))
                .map(ObjectEntry::key)
                .filter(key -> PointKey.parse(key).point().equals(name))
                .findFirst();
    }

    public Optional<RecoveryPoint> read(ObjectKey key) {
        return store.get(key)
                .map(content -> documents.read(key, content, DocumentFormat.POINT, PointDocument.class))
                .map(document -> PointMapping.point(key, document));
    }

    /// Where the manifest of such a point belongs.
    public ObjectKey keyOf(BackupHeader header) {
        return names.key(header);
    }

    /// Creates the manifest unless one of that key exists, and says whether it did.
    public boolean create(ObjectKey key, PointDocument document) {
        return store.putIfAbsent(key, documents.write(key, document));
    }

    public void delete(UUID vm, PointId id) {
        key(vm, id).ifPresent(store::delete);
    }

    private static Optional<RecoveryPoint> await(Future<Optional<RecoveryPoint>> read) {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RepositoryException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while recovery points were read", e);
        }
    }
}
