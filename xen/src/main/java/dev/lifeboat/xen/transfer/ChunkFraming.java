package dev.lifeboat.xen.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Ranges in any order: offset and length, both little-endian, before each; zero and zero at the end.
final class ChunkFraming implements Framing {

    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

    @Override
    public byte[] before(long offset, int length) {
        return head(offset, length);
    }

    @Override
    public byte[] end() {
        return head(0, 0);
    }

    private static byte[] head(long offset, int length) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(offset)
                .putInt(length)
                .array();
    }
}
