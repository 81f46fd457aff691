package dev.lifeboat.agent.nbdtarget;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A disk that somebody else's NBD server takes: written in any order, with as few bytes for zeros as the
/// server allows. Several requests are under way at a time. One thread writes.
public final class NbdTarget implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(15);

    /// A server that is silent for so long while something is asked of it is dead.
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final int IN_FLIGHT = 16;
    private static final int MOST_WRITE_BYTES = 1 << 20;
    private static final long MOST_ZERO_BYTES = 1L << 30;
    private static final int BUFFER_BYTES = 256 << 10;

    private final Socket socket;
    private final TargetExport export;
    private final DataOutputStream out;
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final Thread replies;
    private long cookie;

    private NbdTarget(Socket socket, TargetExport export, DataInputStream in, DataOutputStream out) {
        this.socket = socket;
        this.export = export;
        this.out = out;
        this.replies = Thread.ofVirtual().name("nbd-replies").start(() -> readReplies(in));
    }

    /// Connects and agrees on the export.
    ///
    /// @throws IOException the server is not there, refuses, or serves it for reading only
    public static NbdTarget open(NbdUrl url) throws IOException {
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(url.host(), url.port()), (int) CONNECT.toMillis());
            plain.setTcpNoDelay(true);
            plain.setSoTimeout((int) SILENCE.toMillis());
            var negotiation = new Negotiation(url, plain);
            var export = negotiation.run();
            return new NbdTarget(
                    negotiation.socket(),
                    export,
                    negotiation.in(),
                    new DataOutputStream(
                            new BufferedOutputStream(negotiation.socket().getOutputStream(), BUFFER_BYTES)));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /// As the server has it.
    public long sizeBytes() {
        return export.sizeBytes();
    }

    /// Writes all bytes that remain in the buffer.
    public void write(long offset, ByteBuffer content) throws IOException {
        long at = offset;
        while (content.hasRemaining()) {
            int count = Math.min(content.remaining(), Math.min(MOST_WRITE_BYTES, export.mostWriteBytes()));
            request(ProtocolNumbers.WRITE, at, count);
            var piece = content.slice(content.position(), count);
            if (piece.hasArray()) {
                out.write(piece.array(), piece.arrayOffset(), count);
            } else {
                var copy = new byte[count];
                piece.get(copy);
                out.write(copy);
            }
            content.position(content.position() + count);
            at += count;
        }
    }

    /// Makes a range read as zeros.
    public void writeZeros(long offset, long lengthBytes) throws IOException {
        long at = offset;
        long end = offset + lengthBytes;
        while (at < end) {
            if (export.takesZeros()) {
                long count = Math.min(end - at, MOST_ZERO_BYTES);
                request(ProtocolNumbers.WRITE_ZEROES, at, count);
                at += count;
            } else {
                int count = (int) Math.min(end - at, MOST_WRITE_BYTES);
                write(at, ByteBuffer.allocate(count));
                at += count;
            }
        }
    }

    /// Waits until all is written, and stored where the server can promise it.
    public void finish() throws IOException {
        out.flush();
        awaitAll();
        if (export.flushes()) {
            request(ProtocolNumbers.FLUSH, 0, 0);
            out.flush();
            awaitAll();
        }
        send(ProtocolNumbers.DISCONNECT, 0, 0);
        out.flush();
    }

    private void awaitAll() throws IOException {
        acquire(IN_FLIGHT);
        free.release(IN_FLIGHT);
        check();
    }

    private void request(int command, long offset, long lengthBytes) throws IOException {
        check();
        if (!free.tryAcquire()) {
            out.flush();
            acquire(1);
            check();
        }
        send(command, offset, lengthBytes);
    }

    private void acquire(int permits) throws IOException {
        try {
            if (!free.tryAcquire(permits, 2 * SILENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the NBD server does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the NBD server", e);
        }
    }

    private void send(int command, long offset, long lengthBytes) throws IOException {
        out.writeInt(ProtocolNumbers.REQUEST_MAGIC);
        out.writeShort(0);
        out.writeShort(command);
        out.writeLong(cookie++);
        out.writeLong(offset);
        out.writeInt((int) lengthBytes);
    }

    private void check() throws IOException {
        var reason = failure.get();
        if (reason != null) {
            throw new IOException(reason.getMessage(), reason);
        }
    }

    private void readReplies(DataInputStream in) {
        try {
            while (true) {
                int magic = first(in) << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int error = in.readInt();
                in.readLong();
                if (magic != ProtocolNumbers.SIMPLE_REPLY_MAGIC) {
                    throw new IOException("the NBD server sends no reply but %08x".formatted(magic));
                }
                if (error != 0) {
                    throw new IOException("the NBD server answers a write with error " + error
                            + (error == ProtocolNumbers.NO_SPACE ? " (no space left)" : ""));
                }
                free.release();
            }
        } catch (IOException e) {
            boolean said = e.getMessage() != null && !(e instanceof EOFException);
            failure.compareAndSet(null, said ? e : new IOException("the NBD server closed the connection", e));
            free.release(IN_FLIGHT);
        }
    }

    /// Nothing comes while nothing is asked.
    private int first(DataInputStream in) throws IOException {
        while (true) {
            try {
                return in.readUnsignedByte();
            } catch (SocketTimeoutException e) {
                if (free.availablePermits() < IN_FLIGHT) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        replies.interrupt();
    }
}
