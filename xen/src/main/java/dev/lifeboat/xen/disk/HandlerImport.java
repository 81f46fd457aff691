package dev.lifeboat.xen.disk;

import dev.lifeboat.xen.DiskImport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Writes a body of announced length. The pool reads it after having said 200, so that only the task tells
/// how it went.
final class HandlerImport implements DiskImport {

    /// After the last byte, the storage may have much to flush.
    private static final Duration TASK_END = Duration.ofHours(1);

    private static final int COPY_BYTES = 1 << 20;

    private final Transfer transfer;
    private final Framing framing;
    private final long bodyBytes;
    private long writtenBytes;

    HandlerImport(Transfer transfer, Framing framing, long bodyBytes) {
        this.transfer = transfer;
        this.framing = framing;
        this.bodyBytes = bodyBytes;
    }

    @Override
    public void write(long offset, ByteBuffer data) {
        if (!data.hasRemaining()) {
            return; // A chunk without bytes would mean the end.
        }
        byte[] before = framing.before(offset, data.remaining());
        long after = writtenBytes + before.length + data.remaining();
        if (after + framing.end().length > bodyBytes) {
            throw new IllegalStateException("Offset " + offset + ": the body would grow to " + after
                    + " of the announced " + bodyBytes + " bytes");
        }
        send(before, 0, before.length);
        sendRemaining(data);
    }

    @Override
    public void finish() {
        byte[] end = framing.end();
        if (writtenBytes + end.length != bodyBytes) {
            throw new IllegalStateException(
                    "The body has " + (writtenBytes + end.length) + " of the announced " + bodyBytes + " bytes");
        }
        send(end, 0, end.length);
        try {
            transfer.connection().flush();
        } catch (IOException e) {
            throw transfer.broken(e);
        }
        transfer.confirm(TASK_END);
    }

    @Override
    public void close() {
        transfer.close();
    }

    private void sendRemaining(ByteBuffer data) {
        if (data.hasArray()) {
            send(data.array(), data.arrayOffset() + data.position(), data.remaining());
            data.position(data.limit());
            return;
        }
        byte[] copy = new byte[Math.min(data.remaining(), COPY_BYTES)];
        while (data.hasRemaining()) {
            int length = Math.min(data.remaining(), copy.length);
            data.get(copy, 0, length);
            send(copy, 0, length);
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        try {
            transfer.connection().write(bytes, offset, length);
        } catch (IOException e) {
            throw transfer.broken(e);
        }
        writtenBytes += length;
    }
}
