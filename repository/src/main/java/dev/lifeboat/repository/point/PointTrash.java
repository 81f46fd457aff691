package dev.lifeboat.repository.point;

import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Where the manifests of deleted points lie until a prune purges them.
///
/// A copy is made before the manifest goes, and stays when the point is brought back: whoever looks under
/// `points/` first and here second finds each point at least once.
public final class PointTrash {

    private final ObjectStore store;
    private final Points points;

    public PointTrash(ObjectStore store, Points points) {
        this.store = store;
        this.points = points;
    }

    /// Deletes a point so that it can be brought back; a point that is not there already is fine.
    public void add(UUID vm, PointId id, Instant now) {
        points.key(vm, id).ifPresent(key -> add(key, now));
    }

    private void add(ObjectKey manifest, Instant now) {
        store.get(manifest).ifPresent(content -> {
            store.put(TrashedManifest.create(manifest, now).key(), ByteBuffer.wrap(content));
            store.delete(manifest);
        });
    }

    /// All copies, those of points that are there again included.
    public List<TrashedManifest> manifests() {
        return manifests(TrashedManifest.PREFIX);
    }

    private List<TrashedManifest> manifests(String prefix) {
        return store.listAll(prefix).map(TrashedManifest::parse).toList();
    }

    /// The copies of one manifest.
    public List<TrashedManifest> manifestsOf(ObjectKey manifest) {
        return manifests(TrashedManifest.prefix(manifest));
    }

    /// Empty when it has been purged.
    public Optional<RecoveryPoint> read(TrashedManifest trashed) {
        return store.get(trashed.key()).map(content -> points.parse(trashed.manifest(), content));
    }

    /// The points that can be brought back, each once, by virtual machine and time.
    public List<TrashedPoint> points() {
        var there = store.listAll(PointKey.PREFIX).map(ObjectEntry::key).collect(Collectors.toCollection(HashSet::new));
        var latest = new HashMap<ObjectKey, TrashedManifest>();
        for (var trashed : manifests()) {
            if (!there.contains(trashed.manifest())) {
                latest.merge(trashed.manifest(), trashed, PointTrash::later);
            }
        }
        return latest.values().stream()
                .sorted(Comparator.comparing(TrashedManifest::manifest))
                .flatMap(trashed -> read(trashed).map(point -> new TrashedPoint(point, trashed.deletedAt())).stream())
                .toList();
    }

    private static TrashedManifest later(TrashedManifest one, TrashedManifest other) {
        return one.deletedAt().isAfter(other.deletedAt()) ? one : other;
    }

    /// The copy from which a point can be brought back: the latest one.
    public Optional<TrashedManifest> find(UUID vm, PointId id) {
        return manifests(TrashedManifest.ROOT + points.prefix(vm)).stream()
                .filter(trashed -> points.isOf(vm, id, trashed.manifest()))
                .max(Comparator.comparing(TrashedManifest::deletedAt));
    }

    /// Puts the manifest back where it lay. Whoever calls this holds a session's lease since before it looked for the
    /// copy: so nothing that the point needs can go meanwhile.
    ///
    /// @return empty when the copy has been purged
    public Optional<RecoveryPoint> restore(TrashedManifest trashed) {
        return store.get(trashed.key()).map(content -> {
            var point = points.parse(trashed.manifest(), content);
            store.putIfAbsent(trashed.manifest(), ByteBuffer.wrap(content));
            return point;
        });
    }
}
