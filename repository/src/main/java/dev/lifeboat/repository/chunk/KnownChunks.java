package dev.lifeboat.repository.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Which chunks a session knows, and the pack of each: what it stored itself, and what dedup segments told
/// it.
///
/// Bounded: primitive arrays that grow up to a limit, from then on a new chunk takes the place of one that
/// its hash picks. Forgetting costs a duplicate, never correctness. Safe for any number of threads; each call
/// is short.
final class KnownChunks {

    /// Where the knowledge comes from: a segment may be wrong, what this session stored is not.
    enum Origin {
        OWN,
        SEGMENT
    }

    /// A chunk and where it is said to lie.
    record Known(ChunkRef ref, Origin origin) {}

    private static final int SMALLEST = 1 << 10;

    /// Slots that a chunk may be in. A bucket that is full while others are not is rare at this width.
    private static final int WAYS = 8;

    private static final int EMPTY = 0;
    private static final int OWN_BIT = 1 << 31;

    private final int limit;
    private final Map<PackId, Integer> packNumbers = new HashMap<>();
    private final List<PackId> packs = new ArrayList<>();

    private long[] ids;

    /// Number of the pack plus one, with [#OWN_BIT]; zero marks an empty slot.
    private int[] places;

    KnownChunks(int limit) {
        this.limit = Math.max(WAYS, Integer.highestOneBit(Math.max(1, limit)));
        int size = Math.min(SMALLEST, this.limit);
        ids = new long[4 * size];
        places = new int[size];
    }

    synchronized Optional<Known> find(ChunkId chunk) {
        int slot = slotOf(chunk);
        return slot < 0 ? Optional.empty() : Optional.of(known(slot));
    }

    synchronized void add(ChunkRef ref, Origin origin) {
        int place = (numberOf(ref.pack()) + 1) | (origin == Origin.OWN ? OWN_BIT : 0);
        int slot = slotOf(ref.chunk());
        put(slot >= 0 ? slot : freeSlot(ref.chunk()), ref.chunk(), place);
    }

    /// Forgets what a segment claimed and a look at the pack disproved.
    synchronized void remove(ChunkId chunk) {
        int slot = slotOf(chunk);
        if (slot >= 0) {
            places[slot] = EMPTY;
        }
    }

    synchronized int ownCount() {
        int count = 0;
        for (int place : places) {
            count += (place & OWN_BIT) != 0 ? 1 : 0;
        }
        return count;
    }

    /// What this session stored itself, ascending; of all chunk ids, cut in so many ranges of equal width,
    /// those of one range.
    synchronized List<ChunkRef> own(int range, int ranges) {
        var own = new ArrayList<ChunkRef>();
        for (int slot = 0; slot < places.length; slot++) {
            if ((places[slot] & OWN_BIT) != 0 && ((ids[4 * slot] >>> 32) * ranges) >>> 32 == range) {
                own.add(known(slot).ref());
            }
        }
        own.sort(Comparator.comparing(ChunkRef::chunk));
        return own;
    }

    private Known known(int slot) {
        var pack = packs.get((places[slot] & ~OWN_BIT) - 1);
        var chunk = new ChunkId(ids[4 * slot], ids[4 * slot + 1], ids[4 * slot + 2], ids[4 * slot + 3]);
        return new Known(new ChunkRef(chunk, pack), (places[slot] & OWN_BIT) != 0 ? Origin.OWN : Origin.SEGMENT);
    }

    private int numberOf(PackId pack) {
        return packNumbers.computeIfAbsent(pack, added -> {
            packs.add(added);
            return packs.size() - 1;
        });
    }

    private int slotOf(ChunkId chunk) {
        int bucket = bucketOf(chunk);
        for (int slot = bucket; slot < bucket + WAYS; slot++) {
            if (places[slot] != EMPTY && holds(slot, chunk)) {
                return slot;
            }
        }
        return -1;
    }

    private boolean holds(int slot, ChunkId chunk) {
        return ids[4 * slot] == chunk.first()
                && ids[4 * slot + 1] == chunk.second()
                && ids[4 * slot + 2] == chunk.third()
                && ids[4 * slot + 3] == chunk.fourth();
    }

    private int bucketOf(ChunkId chunk) {
        int buckets = places.length / WAYS;
        return ((int) chunk.second() & (buckets - 1)) * WAYS;
    }

    private int freeSlot(ChunkId chunk) {
        while (true) {
            int bucket = bucketOf(chunk);
            for (int slot = bucket; slot < bucket + WAYS; slot++) {
                if (places[slot] == EMPTY) {
                    return slot;
                }
            }
            if (places.length >= limit) {
                return bucket + ThreadLocalRandom.current().nextInt(WAYS);
            }
            grow();
        }
    }

    private void put(int slot, ChunkId chunk, int place) {
        ids[4 * slot] = chunk.first();
        ids[4 * slot + 1] = chunk.second();
        ids[4 * slot + 2] = chunk.third();
        ids[4 * slot + 3] = chunk.fourth();
        places[slot] = place;
    }

    /// Twice the buckets: those of one old bucket go to two new ones, so each finds a free slot.
    private void grow() {
        var oldIds = ids;
        var oldPlaces = places;
        ids = new long[oldIds.length * 2];
        places = new int[oldPlaces.length * 2];
        for (int slot = 0; slot < oldPlaces.length; slot++) {
            if (oldPlaces[slot] != EMPTY) {
                var id = Arrays.copyOfRange(oldIds, 4 * slot, 4 * slot + 4);
                var chunk = new ChunkId(id[0], id[1], id[2], id[3]);
                put(freeSlot(chunk), chunk, oldPlaces[slot]);
            }
        }
    }
}
