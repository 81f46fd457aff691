package dev.lifeboat.repository.chunk;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Chunks that a repair marked as damaged or lost. A writer refers to none of them, whatever a segment or the
/// base of a disk says: it stores the content again.
public final class DamagedChunks {

    public static final DamagedChunks NONE = new DamagedChunks(Map.of(), Set.of());

    private final Map<PackId, Set<ChunkId>> chunks;
    private final Set<PackId> wholePacks;

    private DamagedChunks(Map<PackId, Set<ChunkId>> chunks, Set<PackId> wholePacks) {
        this.chunks = chunks;
        this.wholePacks = wholePacks;
    }

    /// @param chunks by the pack that a reference names, or that they lie in
    /// @param wholePacks of which no chunk can be read
    public static DamagedChunks of(Map<PackId, Set<ChunkId>> chunks, Set<PackId> wholePacks) {
        var copy = new HashMap<PackId, Set<ChunkId>>();
        chunks.forEach((pack, ids) -> copy.put(pack, new HashSet<>(ids)));
        return copy.isEmpty() && wholePacks.isEmpty() ? NONE : new DamagedChunks(copy, Set.copyOf(wholePacks));
    }

    public boolean isEmpty() {
        return chunks.isEmpty() && wholePacks.isEmpty();
    }

    public boolean contains(ChunkRef ref) {
        return wholePacks.contains(ref.pack())
                || chunks.getOrDefault(ref.pack(), Set.of()).contains(ref.chunk());
    }
}
