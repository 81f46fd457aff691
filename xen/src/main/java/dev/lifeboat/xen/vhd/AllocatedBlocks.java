package dev.lifeboat.xen.vhd;

import dev.lifeboat.xen.stream.Extent;
import java.util.BitSet;
import java.util.stream.Stream;

/// Which blocks of a disk a VHD holds. In a full export, all others were never written and read as zeros, so
/// that whoever reads the disk another way can leave them out.
public final class AllocatedBlocks {

    private final long diskSizeBytes;
    private final int blockBytes;
    private final BitSet blocks;

    AllocatedBlocks(long diskSizeBytes, int blockBytes, BitSet blocks) {
        this.diskSizeBytes = diskSizeBytes;
        this.blockBytes = blockBytes;
        this.blocks = blocks;
    }

    /// Blocks of 2 MiB that have anything of these ranges in them, for writing a VHD.
    public static AllocatedBlocks touchedBy(long diskSizeBytes, Iterable<Extent> extents) {
        var blocks = new BitSet();
        for (var extent : extents) {
            if (extent.end() > diskSizeBytes) {
                throw new IllegalArgumentException(
                        "A range ends at " + extent.end() + ", but the disk at " + diskSizeBytes + " bytes");
            }
            if (extent.lengthBytes() > 0) {
                blocks.set(
                        (int) (extent.offset() / Layout.BLOCK_BYTES),
                        (int) ((extent.end() - 1) / Layout.BLOCK_BYTES) + 1);
            }
        }
        return new AllocatedBlocks(diskSizeBytes, Layout.BLOCK_BYTES, blocks);
    }

    public long diskSizeBytes() {
        return diskSizeBytes;
    }

    public int blockBytes() {
        return blockBytes;
    }

    /// How many blocks are there.
    public int count() {
        return blocks.cardinality();
    }

    /// Whether the block that holds this byte is there.
    public boolean isAllocated(long offset) {
        if (offset < 0 || offset >= diskSizeBytes) {
            throw new IndexOutOfBoundsException("Offset " + offset + " in a disk of " + diskSizeBytes + " bytes");
        }
        return blocks.get((int) (offset / blockBytes));
    }

    /// How much of the disk is there.
    public long allocatedBytes() {
        return runs().mapToLong(Extent::lengthBytes).sum();
    }

    /// What is there, in ascending order and as long as it can be, the last run cut at the end of the disk.
    public Stream<Extent> runs() {
        return Stream.iterate(runFrom(0), run -> run.lengthBytes() > 0, run -> runFrom(run.end()));
    }

    private Extent runFrom(long offset) {
        int first = blocks.nextSetBit((int) Math.ceilDiv(offset, (long) blockBytes));
        if (first < 0) {
            return new Extent(diskSizeBytes, 0);
        }
        long start = (long) first * blockBytes;
        long end = (long) blocks.nextClearBit(first) * blockBytes;
        return new Extent(start, Math.min(end, diskSizeBytes) - start);
    }

    int next(int block) {
        return blocks.nextSetBit(block);
    }

    boolean holds(int block) {
        return blocks.get(block);
    }
}
