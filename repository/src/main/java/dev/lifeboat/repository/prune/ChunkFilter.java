package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkRef;

/// Which chunk of which pack is needed, in a fixed amount of memory: a Bloom filter.
///
/// It may take an unneeded chunk for needed, which keeps some bytes too many; never a needed one for unneeded.
/// With 16 bits for each chunk that is one in 400.
final class ChunkFilter {

    /// Bits looked at for each chunk.
    private static final int HASHES = 4;

    private static final int BITS_PER_CHUNK = 16;

    /// No chunk of ours is smaller, but for the compressed ones and the last of a disk.
    private static final long SMALL_CHUNK_BYTES = 64 << 10;

    private static final int SMALLEST_BITS = 1 << 16;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long[] words;
    private final long mask;

    private ChunkFilter(long bits) {
        this.words = new long[(int) (bits / Long.SIZE)];
        this.mask = bits - 1;
    }

    /// @param storedBytes of all packs together
    /// @param mostBytes of memory
    static ChunkFilter sized(long storedBytes, long mostBytes) {
        long wanted = Math.max(SMALLEST_BITS, storedBytes / SMALL_CHUNK_BYTES * BITS_PER_CHUNK);
        long allowed = Long.highestOneBit(Math.max(1, mostBytes)) * Byte.SIZE;
        long rounded = Long.highestOneBit(wanted - 1) << 1;
        return new ChunkFilter(Math.max(Long.SIZE, Math.min(rounded, allowed)));
    }

    void add(ChunkRef ref) {
        long hash = start(ref);
        long step = step(ref);
        for (int i = 0; i < HASHES; i++) {
            words[word(hash)] |= 1L << hash;
            hash += step;
        }
    }

    boolean mayContain(ChunkRef ref) {
        long hash = start(ref);
        long step = step(ref);
        for (int i = 0; i < HASHES; i++) {
            if ((words[word(hash)] & 1L << hash) == 0) {
                return false;
            }
            hash += step;
        }
        return true;
    }

    long memoryBytes() {
        return (long) words.length * Long.BYTES;
    }

    private int word(long hash) {
        return (int) ((hash & mask) >>> 6);
    }

    private static long start(ChunkRef ref) {
        return ref.chunk().third() + ref.pack().low() * GOLDEN;
    }

    private static long step(ChunkRef ref) {
        return (ref.chunk().fourth() ^ ref.pack().high()) | 1;
    }
}
