package dev.lifeboat.xen.https;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to a handler that has said 200: from here on it carries a disk. That 200 means little; the
/// task tells.
public final class HandlerConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerConnection.class);

    private final TlsSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final OptionalLong announcedBytes;
    private final TransferLimits limits;
    private boolean begun;

    HandlerConnection(TlsSocket socket, InputStream in, OptionalLong announcedBytes, TransferLimits limits)
            throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.tls().getOutputStream();
        this.announcedBytes = announcedBytes;
        this.limits = limits;
        socket.tls().setSoTimeout((int) limits.firstByte().toMillis());
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
        int count = in.read(buffer, offset, length);
        if (!begun) {
            begun = true;
            socket.tls().setSoTimeout((int) limits.idle().toMillis());
        }
        return count;
    }

    /// Writes all of these bytes of the body.
    public void write(byte[] buffer, int offset, int length) throws IOException {
        StallGuard.within(limits.idle(), socket, () -> {
            out.write(buffer, offset, length);
            return length;
        });
    }

    public void flush() throws IOException {
        StallGuard.within(limits.idle(), socket, () -> {
            out.flush();
            return 0;
        });
    }

    /// Says that no more will be written, for a body that is over before its announced length.
    public void endOutput() {
        try {
            StallGuard.within(limits.idle(), socket, () -> {
                socket.tls().shutdownOutput();
                return 0;
            });
        } catch (IOException e) {
            LOG.debug("The end of a body was not heard: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        StallGuard.closeQuietly(socket);
    }
}
