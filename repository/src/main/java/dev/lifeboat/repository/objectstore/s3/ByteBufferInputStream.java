package dev.lifeboat.repository.objectstore.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// The rest of a buffer as a stream, without a copy; can be marked, as the SDK wants for signing.
final class ByteBufferInputStream extends InputStream {

    private final ByteBuffer content;
    private int mark;

    ByteBufferInputStream(ByteBuffer content) {
        this.content = content;
        this.mark = content.position();
    }

    @Override
    public int read() {
        return content.hasRemaining() ? content.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, content.remaining());
        content.get(target, offset, count);
        return count == 0 ? -1 : count;
    }

    @Override
    public int available() {
        return content.remaining();
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public synchronized void mark(int readLimit) {
        mark = content.position();
    }

    @Override
    public synchronized void reset() {
        content.position(mark);
    }
}
