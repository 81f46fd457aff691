package dev.lifeboat.simulator.storage;

import java.util.Arrays;

/// One bit per 64 KiB block of a disk. Safe to use from several threads.
public final class BlockMap {
    /// The unit of allocation, of copy-on-write and of change logs.
    public static final int BLOCK_BYTES = 64 * 1024;

    private static final int BLOCKS_PER_VHD_BLOCK = 2 * 1024 * 1024 / BLOCK_BYTES;

    private long[] words;
    private long blocks;

    BlockMap(long sizeBytes) {
        blocks = blocksOf(sizeBytes);
        words = new long[wordsFor(blocks)];
    }

    static long blocksOf(long sizeBytes) {
        return Math.ceilDiv(sizeBytes, (long) BLOCK_BYTES);
    }

    synchronized long blocks() {
        return blocks;
    }

    synchronized void grow(long sizeBytes) {
        blocks = blocksOf(sizeBytes);
        words = Arrays.copyOf(words, wordsFor(blocks));
    }

    synchronized boolean get(long block) {
        return block < blocks && (words[(int) (block >>> 6)] & (1L << block)) != 0;
    }

    synchronized void set(long block) {
        words[(int) (block >>> 6)] |= 1L << block;
    }

    synchronized long count() {
        long count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /// Takes over all bits of the other; this one has to be at least as long.
    void add(BlockMap other) {
        var theirs = other.copyOfWords();
        synchronized (this) {
            if (theirs.length > words.length) {
                words = Arrays.copyOf(words, theirs.length);
                blocks = Math.max(blocks, other.blocks());
            }
            for (int i = 0; i < theirs.length; i++) {
                words[i] |= theirs[i];
            }
        }
    }

    /// Whether any of the blocks of a 2 MiB block is set.
    boolean anyInVhdBlock(long vhdBlock) {
        for (long block = vhdBlock * BLOCKS_PER_VHD_BLOCK; block < (vhdBlock + 1) * BLOCKS_PER_VHD_BLOCK; block++) {
            if (get(block)) {
                return true;
            }
        }
        return false;
    }

    /// The changed-block bitmap: most significant bit first, exactly as long as the disk needs, no padding.
    synchronized byte[] toBitmap() {
        var bitmap = new byte[(int) Math.ceilDiv(blocks, 8L)];
        for (int i = 0; i < bitmap.length; i++) {
            int bits = (int) (words[i >>> 3] >>> ((i & 7) * 8)) & 0xff;
            bitmap[i] = (byte) (Integer.reverse(bits) >>> 24);
        }
        return bitmap;
    }

    private synchronized long[] copyOfWords() {
        return words.clone();
    }

    private static int wordsFor(long blocks) {
        return Math.toIntExact(Math.ceilDiv(blocks, 64L));
    }
}
