package dev.lifeboat.agent.nbd;

import java.util.BitSet;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What of a disk is something other than zeros, in whole blocks: two megabytes of memory for each terabyte, however
/// scattered the disk is.
public final class Allocation {
    /// As changed-block tracking has it; finer extents are rounded outwards.
    public static final int BLOCK_BYTES = 64 << 10;

    private final BitSet blocks = new BitSet();
    private final long diskBytes;

    private Allocation(long diskBytes) {
        this.diskBytes = diskBytes;
    }

    /// @param extents of `base:allocation`
    static Allocation of(long diskBytes, Iterator<NbdExtent> extents) {
        var allocation = new Allocation(diskBytes);
        extents.forEachRemaining(extent -> {
            if (!extent.readsAsZeros()) {
                allocation.blocks.set(
                        Math.toIntExact(extent.offset() / BLOCK_BYTES),
                        Math.toIntExact(Math.ceilDiv(extent.end(), (long) BLOCK_BYTES)));
            }
        });
        return allocation;
    }

    /// In ascending order, none touching the next; the last one ends with the disk at the latest.
    public Stream<NbdExtent> runs() {
        return IntStream.iterate(blocks.nextSetBit(0), first -> first >= 0, this::nextRun)
                .mapToObj(first -> run(first, blocks.nextClearBit(first)));
    }

    private int nextRun(int first) {
        return blocks.nextSetBit(blocks.nextClearBit(first));
    }

    private NbdExtent run(long first, long end) {
        long offset = first * BLOCK_BYTES;
        return new NbdExtent(offset, Math.min(end * BLOCK_BYTES, diskBytes) - offset, 0);
    }

    public long bytes() {
        return runs().mapToLong(NbdExtent::lengthBytes).sum();
    }
}
