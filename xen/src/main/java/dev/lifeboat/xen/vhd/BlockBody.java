package dev.lifeboat.xen.vhd;

import dev.lifeboat.xen.stream.HeapBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bitmap and data of one block after the other.
sealed interface BlockBody {

    void begin() throws IOException;

    /// Whole sectors, in ascending order.
    void write(int offset, ByteBuffer data) throws IOException;

    void complete() throws IOException;

    /// All sectors are there: bytes go straight through, with zeros between.
    final class Whole implements BlockBody {

        private static final byte[] ZEROS = new byte[64 << 10];

        private final OutputStream out;
        private final byte[] bitmap = new byte[Layout.bitmapBytes(Layout.BLOCK_BYTES)];
        private int position;

        Whole(OutputStream out) {
            this.out = out;
            Arrays.fill(bitmap, (byte) 0xFF);
        }

        @Override
        public void begin() throws IOException {
            out.write(bitmap);
            position = 0;
        }

        @Override
        public void write(int offset, ByteBuffer data) throws IOException {
            zerosUpTo(offset);
            position += data.remaining();
            HeapBytes.write(data, out);
        }

        @Override
        public void complete() throws IOException {
            zerosUpTo(Layout.BLOCK_BYTES);
        }

        private void zerosUpTo(int offset) throws IOException {
            while (position < offset) {
                int count = Math.min(ZEROS.length, offset - position);
                out.write(ZEROS, 0, count);
                position += count;
            }
        }
    }

    /// The bitmap comes before the bytes that it tells of, so that a block is kept until it is complete.
    final class Sparse implements BlockBody {

        private final OutputStream out;
        private final byte[] bitmap = new byte[Layout.bitmapBytes(Layout.BLOCK_BYTES)];
        private final byte[] block = new byte[Layout.BLOCK_BYTES];

        Sparse(OutputStream out) {
            this.out = out;
        }

        @Override
        public void begin() {
            Arrays.fill(bitmap, (byte) 0);
            Arrays.fill(block, (byte) 0);
        }

        @Override
        public void write(int offset, ByteBuffer data) {
            int end = offset + data.remaining();
            for (int sector = offset / Layout.SECTOR_BYTES; sector < end / Layout.SECTOR_BYTES; sector++) {
                bitmap[sector / Byte.SIZE] |= (byte) (0x80 >>> (sector % Byte.SIZE));
            }
            data.get(block, offset, data.remaining());
        }

        @Override
        public void complete() throws IOException {
            out.write(bitmap);
            out.write(block);
        }
    }
}
