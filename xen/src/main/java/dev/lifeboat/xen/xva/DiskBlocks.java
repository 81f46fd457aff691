package dev.lifeboat.xen.xva;

import java.io.IOException;
import java.io.OutputStream;

/// Turns ranges of one disk into its blocks. A block's length is known from its place, so that its bytes need
/// not be gathered first: what was not given is zero.
final class DiskBlocks {

    private static final byte[] ZEROS = new byte[64 << 10];

    private final OutputStream out;
    private final XvaChecksum checksum;
    private final BlockDigest digest;
    private final XvaDisk disk;
    private final boolean withoutGaps;
    private final long lastBlock;

    /// The block that is open, or -1.
    private long block = -1;

    /// All blocks before this one are written or left out.
    private long nextBlock;

    private long position;

    DiskBlocks(OutputStream out, XvaChecksum checksum, XvaDisk disk, boolean withoutGaps) {
        this.out = out;
        this.checksum = checksum;
        this.digest = checksum.digest();
        this.disk = disk;
        this.withoutGaps = withoutGaps;
        this.lastBlock = (disk.sizeBytes() - 1) / XvaFormat.BLOCK_BYTES;
    }

    /// Goes to where bytes are to be appended.
    void begin(long offset, int lengthBytes) throws IOException {
        if (offset < position || offset > disk.sizeBytes() - lengthBytes) {
            throw new IllegalArgumentException("Range %d to %d of disk %s of %d bytes, which is written up to %d"
                    .formatted(offset, offset + lengthBytes, disk.ref(), disk.sizeBytes(), position));
        }
        if (lengthBytes > 0) {
            moveTo(offset);
        }
    }

    /// Appends bytes, over as many blocks as they reach.
    void append(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            moveTo(position);
            int count = (int) Math.min(left, endOf(block) - position);
            put(bytes, at, count);
            at += count;
            left -= count;
        }
    }

    void complete() throws IOException {
        if (position < disk.sizeBytes()) {
            moveTo(disk.sizeBytes() - 1);
            zerosUpTo(disk.sizeBytes());
        }
    }

    private void moveTo(long offset) throws IOException {
        long wanted = offset / XvaFormat.BLOCK_BYTES;
        while (block != wanted) {
            if (block >= 0) {
                zerosUpTo(endOf(block));
            } else {
                open(nextBlock == 0 || withoutGaps ? nextBlock : wanted);
            }
        }
        zerosUpTo(offset);
    }

    private void open(long number) throws IOException {
        block = number;
        position = number * XvaFormat.BLOCK_BYTES;
        TarOutput.header(out, name(), endOf(number) - position);
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        out.write(bytes, offset, length);
        position += length;
        if (position == endOf(block)) {
            close();
        }
    }

    private void close() throws IOException {
        TarOutput.padding(out, endOf(block) - block * XvaFormat.BLOCK_BYTES);
        XvaWriter.checksum(out, checksum, name(), digest.hex());
        nextBlock = block + 1;
        block = -1;
    }

    private void zerosUpTo(long offset) throws IOException {
        while (position < offset) {
            put(ZEROS, 0, (int) Math.min(ZEROS.length, offset - position));
        }
    }

    private long endOf(long number) {
        return number == lastBlock ? disk.sizeBytes() : (number + 1) * XvaFormat.BLOCK_BYTES;
    }

    private String name() {
        return "%s/%08d".formatted(disk.ref(), block);
    }
}
