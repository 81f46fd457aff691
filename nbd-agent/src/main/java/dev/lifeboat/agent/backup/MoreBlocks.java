package dev.lifeboat.agent.backup;

import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.BitSet;
import java.util.List;

/// Changed blocks, and other ranges of the disk besides, as if they had changed too.
final class MoreBlocks {

    private MoreBlocks() {}

    /// Ranges are rounded to whole blocks: reading a little more is right, too.
    static ChangedBlocks of(ChangedBlocks changed, List<Extent> ranges) {
        var blocks = new BitSet();
        changed.runs().forEach(run -> add(blocks, run.offset(), run.end(), changed.blockBytes()));
        ranges.forEach(range -> add(blocks, range.offset(), range.end(), changed.blockBytes()));
        return ChangedBlocks.of(changed.diskSizeBytes(), bitmap(blocks, changed));
    }

    private static void add(BitSet blocks, long offset, long end, int blockBytes) {
        blocks.set((int) (offset / blockBytes), (int) Math.ceilDiv(end, (long) blockBytes));
    }

    /// As `VDI.list_changed_blocks` gives it: the most significant bit of the first byte is block 0.
    private static byte[] bitmap(BitSet blocks, ChangedBlocks changed) {
        long count = Math.ceilDiv(changed.diskSizeBytes(), (long) changed.blockBytes());
        var bitmap = new byte[(int) Math.ceilDiv(count, (long) Byte.SIZE)];
        blocks.stream().forEach(block -> bitmap[block / Byte.SIZE] |= (byte) (0x80 >>> (block % Byte.SIZE)));
        return bitmap;
    }
}
