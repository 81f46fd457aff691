package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.stream.HeapBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// Writes ranges of a disk in a body of announced length.
final class HandlerImport implements DiskImport {

    private final Transfer transfer;
    private final Framing framing;
    private final BodyWriter body;
    private final long bodyBytes;

    HandlerImport(Transfer transfer, Framing framing, long bodyBytes) {
        this.transfer = transfer;
        this.framing = framing;
        this.body = new BodyWriter(transfer, OptionalLong.of(bodyBytes));
        this.bodyBytes = bodyBytes;
    }

    @Override
    public void write(long offset, ByteBuffer data) {
        if (!data.hasRemaining()) {
            return; // A chunk without bytes would mean the end.
        }
        byte[] before = framing.before(offset, data.remaining());
        long after = body.writtenBytes() + before.length + data.remaining();
        if (after + framing.end().length > bodyBytes) {
            throw new IllegalStateException("Offset " + offset + ": the body would grow to " + after
                    + " of the announced " + bodyBytes + " bytes");
        }
        body.write(before);
        try {
            HeapBytes.write(data, body);
        } catch (IOException e) {
            throw new UncheckedIOException("A body throws none", e);
        }
    }

    @Override
    public void finish() {
        byte[] end = framing.end();
        if (body.writtenBytes() + end.length != bodyBytes) {
            throw new IllegalStateException(
                    "The body has " + (body.writtenBytes() + end.length) + " of the announced " + bodyBytes + " bytes");
        }
        body.write(end);
        body.end();
        transfer.confirm(Transfer.STORED);
    }

    @Override
    public void close() {
        transfer.close();
    }
}
