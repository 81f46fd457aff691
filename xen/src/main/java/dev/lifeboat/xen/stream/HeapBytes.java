package dev.lifeboat.xen.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Gives a buffer's bytes to what takes arrays only: those on the heap as they are, others in pieces.
public final class HeapBytes {

    private static final int PIECE_BYTES = 64 << 10;

    private HeapBytes() {}

    /// Takes an array of bytes.
    @FunctionalInterface
    public interface Taker {
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    /// Writes all bytes that remain in the buffer.
    public static void write(ByteBuffer data, OutputStream out) throws IOException {
        each(data, out::write);
    }

    /// Gives all bytes that remain in the buffer.
    public static void each(ByteBuffer data, Taker taker) throws IOException {
        if (data.hasArray()) {
            taker.take(data.array(), data.arrayOffset() + data.position(), data.remaining());
            data.position(data.limit());
            return;
        }
        byte[] piece = new byte[Math.min(PIECE_BYTES, data.remaining())];
        while (data.hasRemaining()) {
            int count = Math.min(piece.length, data.remaining());
            data.get(piece, 0, count);
            taker.take(piece, 0, count);
        }
    }
}
