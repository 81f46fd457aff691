package dev.lifeboat.xen.https;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// An answer that has to be read within a time, however it trickles.
final class TimedStream extends FilterInputStream {

    private final Duration limit;
    private final AtomicBoolean expired = new AtomicBoolean();
    private final Future<?> closing;

    TimedStream(InputStream source, Duration limit) {
        super(source);
        this.limit = limit;
        this.closing = StallGuard.closeAfter(limit, source, expired);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int got = super.read(buffer, offset, length);
            if (expired.get()) {
                throw late();
            }
            return got;
        } catch (IOException e) {
            if (expired.get() && !(e instanceof SocketTimeoutException)) {
                throw (IOException) late().initCause(e);
            }
            throw e;
        }
    }

    private SocketTimeoutException late() {
        return new SocketTimeoutException("the answer did not end within " + limit);
    }

    @Override
    public void close() throws IOException {
        closing.cancel(false);
        super.close();
    }
}
