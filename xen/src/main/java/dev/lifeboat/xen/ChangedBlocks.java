package dev.lifeboat.xen;

import java.util.stream.Stream;

/// Which 64 KiB blocks of a disk were written between two snapshots. A superset of what differs: writing the
/// same bytes counts.
public final class ChangedBlocks {

    private static final int BLOCK_BYTES = 65_536;

    private final long diskSizeBytes;
    private final byte[] bitmap;

    private ChangedBlocks(long diskSizeBytes, byte[] bitmap) {
        this.diskSizeBytes = diskSizeBytes;
        this.bitmap = bitmap;
    }

    /// Reads a bitmap as `VDI.list_changed_blocks` gives it.
    ///
    /// @param bitmap one bit per block, the most significant bit of the first byte being block 0
    /// @throws IllegalArgumentException the bitmap is not exactly as long as the disk asks for, or has bits
    /// beyond its end
    public static ChangedBlocks of(long diskSizeBytes, byte[] bitmap) {
        long blocks = Math.ceilDiv(diskSizeBytes, BLOCK_BYTES);
        long expectedBytes = Math.ceilDiv(blocks, Byte.SIZE);
        if (diskSizeBytes < 0 || bitmap.length != expectedBytes) {
            throw new IllegalArgumentException("A disk of " + diskSizeBytes + " bytes has a bitmap of " + expectedBytes
                    + " bytes, but " + bitmap.length + " were given");
        }
        var changed = new ChangedBlocks(diskSizeBytes, bitmap.clone());
        for (long block = blocks; block < expectedBytes * Byte.SIZE; block++) {
            if (changed.bit(block)) {
                throw new IllegalArgumentException("Block " + block + " is marked as changed, but a disk of "
                        + diskSizeBytes + " bytes ends with block " + (blocks - 1));
            }
        }
        return changed;
    }

    public long diskSizeBytes() {
        return diskSizeBytes;
    }

    public int blockBytes() {
        return BLOCK_BYTES;
    }

    /// Whether the block that holds this byte was written.
    public boolean isChanged(long offset) {
        if (offset < 0 || offset >= diskSizeBytes) {
            throw new IndexOutOfBoundsException("Offset " + offset + " in a disk of " + diskSizeBytes + " bytes");
        }
        return bit(offset / BLOCK_BYTES);
    }

    /// What has to be read.
    public long changedBytes() {
        return runs().mapToLong(Run::lengthBytes).sum();
    }

    /// The same with everything from this offset on changed too, rounded down to a block. For a disk that
    /// grew: the log of its younger part says nothing of what was never written.
    public ChangedBlocks withChangesFrom(long offset) {
        byte[] more = bitmap.clone();
        long blocks = Math.ceilDiv(diskSizeBytes, BLOCK_BYTES);
        for (long block = offset / BLOCK_BYTES; offset < diskSizeBytes && block < blocks; block++) {
            more[(int) (block / Byte.SIZE)] |= (byte) (0x80 >>> (block % Byte.SIZE));
        }
        return new ChangedBlocks(diskSizeBytes, more);
    }

    /// Changed ranges in ascending order, as long as they can be, the last one cut at the end of the disk.
    public Stream<Run> runs() {
        return Stream.iterate(runFrom(0), run -> run.offset() < diskSizeBytes, run -> runFrom(run.end()));
    }

    /// A range of bytes, never empty but past the end of the disk.
    public record Run(long offset, long lengthBytes) {

        public long end() {
            return offset + lengthBytes;
        }
    }

    private Run runFrom(long offset) {
        long first = next(true, Math.ceilDiv(offset, BLOCK_BYTES));
        long end = next(false, first);
        long start = Math.min(first * BLOCK_BYTES, diskSizeBytes);
        return new Run(start, Math.min(end * BLOCK_BYTES, diskSizeBytes) - start);
    }

    /// The first block from `block` on whose bit is `changed`, or the count of blocks. Steps over whole
    /// bytes: bitmaps are a megabyte for half a terabyte, and mostly zero.
    private long next(boolean changed, long block) {
        long blocks = Math.ceilDiv(diskSizeBytes, BLOCK_BYTES);
        byte uninteresting = (byte) (changed ? 0 : 0xFF);
        long candidate = block;
        while (candidate < blocks && bit(candidate) != changed) {
            boolean byteToSkip = candidate % Byte.SIZE == 0 && bitmap[(int) (candidate / Byte.SIZE)] == uninteresting;
            candidate += byteToSkip ? Byte.SIZE : 1;
        }
        return Math.min(candidate, blocks);
    }

    private boolean bit(long block) {
        return (bitmap[(int) (block / Byte.SIZE)] & (0x80 >>> (block % Byte.SIZE))) != 0;
    }
}
