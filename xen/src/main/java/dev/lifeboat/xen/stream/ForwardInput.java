package dev.lifeboat.xen.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Reads a stream front to back and knows where it is, so that every complaint names the place.
public final class ForwardInput {

    private static final int COPY_BYTES = 64 << 10;

    private final String format;
    private final InputStream in;
    private final byte[] copy = new byte[COPY_BYTES];
    private long position;

    /// Begins at the beginning.
    ///
    /// @param format for messages, for instance `VHD`
    public ForwardInput(String format, InputStream in) {
        this.format = format;
        this.in = in;
    }

    /// How many bytes were read.
    public long position() {
        return position;
    }

    /// Fills the rest of a buffer; one on the heap is filled without a copy.
    ///
    /// @param what is being read, for messages
    public void fill(ByteBuffer target, String what) throws IOException {
        while (target.hasRemaining()) {
            int count = target.hasArray()
                    ? some(target.array(), target.arrayOffset() + target.position(), target.remaining())
                    : some(copy, 0, Math.min(copy.length, target.remaining()));
            if (count < 0) {
                throw malformed(
                        "it ends in the middle of " + what + ", with " + target.remaining() + " bytes of it missing");
            }
            if (target.hasArray()) {
                target.position(target.position() + count);
            } else {
                target.put(copy, 0, count);
            }
        }
    }

    /// Reads a structure.
    public ByteBuffer take(int bytes, String what) throws IOException {
        var structure = ByteBuffer.allocate(bytes);
        fill(structure, what);
        return structure.flip();
    }

    /// Passes over bytes.
    public void skip(long bytes, String what) throws IOException {
        long left = bytes;
        while (left > 0) {
            int count = some(copy, 0, (int) Math.min(copy.length, left));
            if (count < 0) {
                throw malformed("it ends in the middle of " + what + ", with " + left + " bytes of it missing");
            }
            left -= count;
        }
    }

    /// Whether there is nothing more. A byte that is there after all is read.
    public boolean ended() throws IOException {
        return some(copy, 0, 1) < 0;
    }

    /// Reads zeros up to the end.
    ///
    /// @param most of them
    public void expectNothingButZeros(long most) throws IOException {
        long zeros = 0;
        for (int count = some(copy, 0, copy.length); count >= 0; count = some(copy, 0, copy.length)) {
            zeros += count;
            if (zeros > most || !isZero(copy, count)) {
                throw malformed("it goes on after its end");
            }
        }
    }

    private static boolean isZero(byte[] bytes, int length) {
        for (int at = 0; at < length; at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }

    public MalformedStreamException malformed(String what) {
        return new MalformedStreamException("The " + format + " stream is malformed at byte " + position + ": " + what);
    }

    private int some(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            position += count;
        }
        return count;
    }
}
