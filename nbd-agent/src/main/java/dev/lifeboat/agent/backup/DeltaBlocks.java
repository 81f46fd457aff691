package dev.lifeboat.agent.backup;

import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.vhd.AllocatedBlocks;

/// The blocks that a differencing VHD holds, as if changed block tracking had reported them: 2 MiB at a time.
final class DeltaBlocks {
    private static final int BLOCK_BYTES = 64 << 10;

    private DeltaBlocks() {}

    static ChangedBlocks of(AllocatedBlocks held, long diskBytes) {
        long blocks = Math.ceilDiv(diskBytes, (long) BLOCK_BYTES);
        var bitmap = new byte[(int) Math.ceilDiv(blocks, (long) Byte.SIZE)];
        held.runs().forEach(run -> {
            long end = Math.min(run.end(), diskBytes);
            for (long offset = run.offset(); offset < end; offset += BLOCK_BYTES) {
                int block = (int) (offset / BLOCK_BYTES);
                bitmap[block / Byte.SIZE] |= (byte) (0x80 >>> (block % Byte.SIZE));
            }
        });
        return ChangedBlocks.of(diskBytes, bitmap);
    }
}
