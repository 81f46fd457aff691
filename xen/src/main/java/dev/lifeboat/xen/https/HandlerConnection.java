package dev.lifeboat.xen.https;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;

/// A connection to a handler that has said 200: from here on it carries a disk. That 200 means little; the
/// task tells.
public final class HandlerConnection implements AutoCloseable {

    private final TlsSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final OptionalLong announcedBytes;
    private final Duration idleLimit;

    HandlerConnection(TlsSocket socket, InputStream in, OptionalLong announcedBytes, Duration idleLimit)
            throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.tls().getOutputStream();
        this.announcedBytes = announcedBytes;
        this.idleLimit = idleLimit;
    }

    static InputStream buffered(TlsSocket socket) throws IOException {
        return new BufferedInputStream(socket.tls().getInputStream(), 64 << 10);
    }

    /// The length of the body, where the handler tells it; disk handlers do not.
    public OptionalLong announcedBytes() {
        return announcedBytes;
    }

    /// Reads some bytes of the body, or -1 at its end.
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
    }

    /// Writes all of these bytes of the body.
    public void write(byte[] buffer, int offset, int length) throws IOException {
        StallGuard.within(idleLimit, socket, () -> {
            out.write(buffer, offset, length);
            return length;
        });
    }

    public void flush() throws IOException {
        StallGuard.within(idleLimit, socket, () -> {
            out.flush();
            return 0;
        });
    }

    @Override
    public void close() {
        StallGuard.closeQuietly(socket);
    }
}
