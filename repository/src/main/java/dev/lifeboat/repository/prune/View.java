package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.SegmentUpkeep;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointKey;
import dev.lifeboat.repository.point.PointTrash;
import dev.lifeboat.repository.point.TrashedManifest;
import java.time.Clock;
import java.util.List;

/// What is in the repository, listed in the order that the argument for prune rests on (FORMAT.md, "Why no needed
/// chunk is deleted"): records before sessions, sessions before points, points before deleted points.
///
/// @param points keys of manifests
record View(
        List<ObjectKey> segments,
        List<TrashRecord> records,
        Sessions sessions,
        PackTable packs,
        List<ObjectKey> points,
        List<TrashedManifest> trashed) {

    View {
        segments = List.copyOf(segments);
        records = List.copyOf(records);
        points = List.copyOf(points);
        trashed = List.copyOf(trashed);
    }

    /// @throws IncompleteViewException something is there that is not known or cannot be read
    static View read(FencedStore store, PointTrash trash, Clock clock, PruneOptions options) {
        // Before the packs: what a segment names that is in no later listing is gone.
        var segments = keys(store, SegmentUpkeep.PREFIX);
        var records = new TrashRecords(store.objects(), store.documents()).read();
        var sessions = Sessions.read(store.objects(), store.documents(), clock, options.packGrace());
        var packs = PackTable.list(store.objects(), store::tick);
        var points = keys(store, PointKey.PREFIX);
        points.forEach(View::requireName);
        return new View(segments, records, sessions, packs, points, trash.manifests());
    }

    private static List<ObjectKey> keys(FencedStore store, String prefix) {
        return store.objects()
                .listAll(prefix)
                .peek(entry -> store.tick())
                .map(ObjectEntry::key)
                .toList();
    }

    private static void requireName(ObjectKey key) {
        try {
            PointKey.parse(key);
        } catch (DamagedException e) {
            throw new IncompleteViewException(key.value(), "no name of a recovery point", e);
        }
    }
}
