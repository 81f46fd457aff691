package dev.lifeboat.xen.vhd;

import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.ForwardInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The block that is being read: its bitmap says which sectors are there, and so what to pass over.
final class BlockCursor {

    private final ForwardInput in;
    private final int blockBytes;
    private final long diskSizeBytes;
    private ByteBuffer bitmap = ByteBuffer.allocate(0);
    private long blockOffset;
    private int sector;

    BlockCursor(ForwardInput in, int blockBytes, long diskSizeBytes) {
        this.in = in;
        this.blockBytes = blockBytes;
        this.diskSizeBytes = diskSizeBytes;
        this.sector = sectors();
    }

    void begin(int block) throws IOException {
        bitmap = in.take(Layout.bitmapBytes(blockBytes), "the bitmap of block " + block);
        blockOffset = (long) block * blockBytes;
        sector = 0;
    }

    /// The next run of sectors that are there, up to which the stream is read. Empty when the block is read
    /// to its end.
    Optional<Extent> nextRun() throws IOException {
        while (sector < sectors()) {
            int start = sector;
            boolean present = present(start);
            while (sector < sectors() && present(sector) == present) {
                sector++;
            }
            long offset = blockOffset + (long) start * Layout.SECTOR_BYTES;
            long end = blockOffset + (long) sector * Layout.SECTOR_BYTES;
            if (present && offset < diskSizeBytes) {
                return Optional.of(new Extent(offset, end - offset));
            }
            in.skip(end - offset, "a block");
        }
        return Optional.empty();
    }

    /// What lies beyond the end of the disk is a run of its own, and passed over.
    private boolean present(int candidate) {
        long offset = blockOffset + (long) candidate * Layout.SECTOR_BYTES;
        return offset < diskSizeBytes && (bitmap.get(candidate / Byte.SIZE) & (0x80 >>> (candidate % Byte.SIZE))) != 0;
    }

    private int sectors() {
        return blockBytes / Layout.SECTOR_BYTES;
    }
}
