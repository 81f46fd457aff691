package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at dedup segments and writes them anew, for maintenance.
public final class SegmentInspector {

    /// Chunks of one segment that is written anew: what a session writes too.
    public static final int USUAL_ENTRIES = DedupSegments.USUAL_ENTRIES;

    private final ObjectStore store;
    private final Seals seals;

    public SegmentInspector(ObjectStore store, Seals seals) {
        this.store = store;
        this.seals = seals;
    }

    public Stream<ObjectKey> keys() {
        return store.listAll(DedupSegments.PREFIX).map(ObjectEntry::key);
    }

    /// The packs that a segment names, or empty if it is gone.
    ///
    /// @throws DamagedException it is not what was written
    public Optional<Set<PackId>> packs(ObjectKey key) {
        var packs = new HashSet<PackId>();
        return store.get(key).map(content -> {
            DedupSegment.read(key, ByteBuffer.wrap(content), seals, ref -> packs.add(ref.pack()));
            return packs;
        });
    }

    /// @param name as in `dedup/<name>`
    public ObjectKey write(String name, List<ChunkRef> chunks) {
        var key = new ObjectKey(DedupSegments.PREFIX + name);
        var sorted =
                chunks.stream().sorted(Comparator.comparing(ChunkRef::chunk)).toList();
        store.put(key, DedupSegment.write(seals.forNew(key), sorted));
        return key;
    }
}
