package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Keeps dedup segments true when packs go or move.
public final class SegmentUpkeep {

    public static final String PREFIX = DedupSegments.PREFIX;

    /// What has to become of a segment.
    public sealed interface Verdict {

        /// It is as good as it was, or for a newer release to judge.
        record Leave() implements Verdict {}

        /// Nothing that it says is of use any more.
        record Drop() implements Verdict {}

        /// Some of its packs are gone or were compacted.
        ///
        /// @param content what to store in its place
        record Replace(ByteBuffer content) implements Verdict {}
    }

    private final ObjectStore store;
    private final Seals seals;
    private final ChunkReader reader;

    public SegmentUpkeep(ObjectStore store, Seals seals) {
        this.store = store;
        this.seals = seals;
        this.reader = new ChunkReader(store, seals);
    }

    /// @param holdsChunks whether a pack is there and is no forwarding object
    public Verdict examine(ObjectKey key, Predicate<PackId> holdsChunks) {
        try {
            return store.get(key)
                    .map(content -> examine(key, content, holdsChunks))
                    .orElseGet(Verdict.Leave::new);
        } catch (DamagedException _) {
            return new Verdict.Drop();
        } catch (UnsupportedFormatException _) {
            return new Verdict.Leave();
        }
    }

    private Verdict examine(ObjectKey key, byte[] content, Predicate<PackId> holdsChunks) {
        var good = new ArrayList<ChunkRef>();
        var stale = new ArrayList<ChunkRef>();
        DedupSegment.read(
                key, ByteBuffer.wrap(content), seals, ref -> (holdsChunks.test(ref.pack()) ? good : stale).add(ref));
        if (stale.isEmpty()) {
            return new Verdict.Leave();
        }
        // Pack by pack, so that each forwarding object is read once.
        stale.sort(Comparator.comparing(ChunkRef::pack));
        var gone = new HashMap<PackId, Boolean>();
        stale.forEach(ref -> moved(ref, gone).ifPresent(good::add));
        if (good.isEmpty()) {
            return new Verdict.Drop();
        }
        good.sort(Comparator.comparing(ChunkRef::chunk));
        return new Verdict.Replace(DedupSegment.write(seals.forNew(key), good));
    }

    private Optional<ChunkRef> moved(ChunkRef ref, Map<PackId, Boolean> gone) {
        if (gone.computeIfAbsent(ref.pack(), pack -> store.size(pack.key()).isEmpty())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ChunkRef(ref.chunk(), reader.whereabouts(ref)));
        } catch (ChunkMissingException | DamagedException _) {
            return Optional.empty();
        }
    }
}
