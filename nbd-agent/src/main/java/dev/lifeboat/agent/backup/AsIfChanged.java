package dev.lifeboat.agent.backup;

import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import java.util.BitSet;
import java.util.List;

/// What is to be read for another reason than that changed block tracking reported it, in its terms. Ranges are rounded
/// to whole blocks: reading a little more is right, too.
final class AsIfChanged {
    private static final int BLOCK_BYTES = 64 << 10;

    private AsIfChanged() {}

    /// The blocks that a differencing VHD holds, 2 MiB at a time.
    static ChangedBlocks held(AllocatedBlocks held, long diskBytes) {
        var blocks = new BitSet();
        held.runs()
                .filter(run -> run.offset() < diskBytes)
                .forEach(run -> add(blocks, run.offset(), Math.min(run.end(), diskBytes)));
        return ChangedBlocks.of(diskBytes, bitmap(blocks, diskBytes));
    }

    /// What was reported, and other ranges of the disk.
    static ChangedBlocks besides(ChangedBlocks changed, List<Extent> ranges) {
        var blocks = new BitSet();
        changed.runs().forEach(run -> add(blocks, run.offset(), run.end()));
        ranges.forEach(range -> add(blocks, range.offset(), range.end()));
        return ChangedBlocks.of(changed.diskSizeBytes(), bitmap(blocks, changed.diskSizeBytes()));
    }

    private static void add(BitSet blocks, long offset, long end) {
        blocks.set((int) (offset / BLOCK_BYTES), (int) Math.ceilDiv(end, (long) BLOCK_BYTES));
    }

    /// As `VDI.list_changed_blocks` gives it: the most significant bit of the first byte is block 0.
    private static byte[] bitmap(BitSet blocks, long diskBytes) {
        long count = Math.ceilDiv(diskBytes, (long) BLOCK_BYTES);
        var bitmap = new byte[(int) Math.ceilDiv(count, (long) Byte.SIZE)];
        blocks.stream().forEach(block -> bitmap[block / Byte.SIZE] |= (byte) (0x80 >>> (block % Byte.SIZE)));
        return bitmap;
    }
}
