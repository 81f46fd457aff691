package dev.lifeboat.repository.point;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.PointDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.task.Awaited;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /// What the keys of all points of a virtual machine begin with.
    String prefix(UUID vm) {
        return names.prefix(vm);
    }

    boolean isOf(UUID vm, PointId id, ObjectKey key) {
        return PointKey.parse(key).point().equals(names.name(vm, id));
    }

    private List<RecoveryPoint> list(String prefix) {
        var keys = store.listAll(prefix).map(ObjectEntry::key).toList();
        try (var executor = Executors.newFixedThreadPool(
                PARALLEL, Thread.ofVirtual().name("manifest-", 0).factory())) {
            var reads = new ArrayList<Future<Optional<RecoveryPoint>>>();
            keys.forEach(key -> reads.add(executor.submit(() -> read(key))));
            return reads.stream()
                    .map(read -> Awaited.result(read, "Interrupted while recovery points were read"))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    public Optional<RecoveryPoint> find(UUID vm, PointId id) {
        return key(vm, id).flatMap(this::read);
    }

    /// Whether a point that is there now has this very image. The latest points are looked at first: usually it is
    /// one of those.
    public boolean leadsTo(UUID vm, DiskImage image) {
        return leadsTo(names.prefix(vm), image) || leadsTo(PointKey.PREFIX, image);
    }

    private boolean leadsTo(String prefix, DiskImage image) {
        return store.listAll(prefix).map(ObjectEntry::key).toList().reversed().stream()
                .flatMap(key -> readable(key).stream())
                .flatMap(point -> point.disks().stream())
                .anyMatch(disk -> disk.vdiUuid().equals(image.vdiUuid())
                        && disk.sizeBytes() == image.sizeBytes()
                        && disk.pages().equals(image.pages()));
    }

    private Optional<RecoveryPoint> readable(ObjectKey key) {
        try {
            return read(key);
        } catch (DamagedException | UnsupportedFormatException _) {
            return Optional.empty();
        }
    }

    public Optional<ObjectKey> key(UUID vm, PointId id) {
        return store.listAll(names.prefix(vm))
                .map(ObjectEntry::key)
                .filter(key -> isOf(vm, id, key))
                .findFirst();
    }

    public Optional<RecoveryPoint> read(ObjectKey key) {
        return store.get(key).map(content -> parse(key, content));
    }

    /// @param key the one under which the manifest was created
    RecoveryPoint parse(ObjectKey key, byte[] content) {
        return PointMapping.point(key, documents.read(key, content, DocumentFormat.POINT, PointDocument.class));
    }

    /// Where the manifest of such a point belongs.
    public ObjectKey keyOf(BackupHeader header) {
        return names.key(header);
    }

    /// Creates the manifest unless one of that key exists, and says whether it did.
    public boolean create(ObjectKey key, PointDocument document) {
        return store.putIfAbsent(key, documents.write(key, document));
    }
}
