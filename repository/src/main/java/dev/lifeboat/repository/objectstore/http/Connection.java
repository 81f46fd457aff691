package dev.lifeboat.repository.objectstore.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;

/// One connection to a server, used for one request at a time.
final class Connection implements AutoCloseable {

    /// A TLS record holds 16 KiB; more in one call saves calls, and beyond this nothing.
    private static final int SLICE_BYTES = 128 << 10;

    private static final int SMALL_READS_BYTES = 16 << 10;

    private final Origin origin;
    private final SocketChannel channel;
    private final Socket plain;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] slice = new byte[SLICE_BYTES];

    /// By [System#nanoTime]; what [StallGuard] looks at while bytes are sent, and the pool afterwards.
    private volatile long movedAtNanos = System.nanoTime();

    private volatile boolean stalled;

    /// @param socket the channel's own, or TLS over it
    private Connection(Origin origin, SocketChannel channel, Socket socket) throws IOException {
        this.origin = origin;
        this.channel = channel;
        this.plain = channel.socket();
        this.in = new BufferedInputStream(socket.getInputStream(), SMALL_READS_BYTES);
        this.out = socket.getOutputStream();
    }

    static Connection open(Origin origin, HttpSettings settings) throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var plain = channel.socket();
            plain.connect(origin.address(), (int) settings.connectWithin().toMillis());
            plain.setSoTimeout((int) settings.silence().toMillis());
            return new Connection(origin, channel, origin.secure() ? secured(origin, plain, settings) : plain);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SSLSocket secured(Origin origin, Socket plain, HttpSettings settings) throws IOException {
        var secure =
                (SSLSocket) settings.tls().getSocketFactory().createSocket(plain, origin.host(), origin.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    Origin origin() {
        return origin;
    }

    long movedAtNanos() {
        return movedAtNanos;
    }

    /// The head goes with the first bytes of the body, so that a small request is one packet.
    ///
    /// @return false if the server answered before it had all of the body; the rest was not sent
    boolean send(byte[] head, InputStream body) throws IOException {
        if (head.length > slice.length / 2) {
            throw new IOException("The request's head is longer than " + slice.length / 2 + " bytes");
        }
        System.arraycopy(head, 0, slice, 0, head.length);
        int filled = head.length + body.readNBytes(slice, head.length, slice.length - head.length);
        while (filled > 0) {
            out.write(slice, 0, filled);
            moved();
            filled = filled < slice.length ? 0 : body.readNBytes(slice, 0, slice.length);
            if (filled > 0 && hasAnswer()) {
                return false;
            }
        }
        return true;
    }

    /// Asks the system whether bytes have come, and reads only then: over TLS they may be no more than a
    /// session ticket.
    private boolean hasAnswer() throws IOException {
        if (plain.getInputStream().available() == 0) {
            return false;
        }
        int patience = plain.getSoTimeout();
        plain.setSoTimeout(1);
        try {
            in.mark(1);
            boolean answered = in.read() >= 0;
            in.reset();
            return answered;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            plain.setSoTimeout(patience);
        }
    }

    AnswerHead readHead() throws IOException {
        var head = AnswerHead.read(in);
        moved();
        return head;
    }

    InputStream in() {
        return in;
    }

    /// Whether the server has neither closed it nor said anything that nobody asked for.
    boolean isQuiet() {
        try {
            if (in.available() > 0) {
                return false;
            }
            channel.configureBlocking(false);
            int got = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return got == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Nothing else ends a write that blocks.
    void giveUp() {
        stalled = true;
        close();
    }

    boolean isStalled() {
        return stalled;
    }

    void moved() {
        movedAtNanos = System.nanoTime();
    }

    /// Not the TLS way, which would wait for a peer that does not read.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
