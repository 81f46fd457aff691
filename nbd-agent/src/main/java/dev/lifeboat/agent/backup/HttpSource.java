package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.nbd.NbdDisk.Part;
import dev.lifeboat.xen.DiskExport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A whole disk as one stream over HTTPS, for pools without NBD.
final class HttpSource implements DiskSource {
    private static final int COPY_BYTES = 128 << 10;

    private final UUID vdi;
    private final DiskExport export;
    private final byte[] copy = new byte[COPY_BYTES];
    private long position;

    HttpSource(UUID vdi, DiskExport export) {
        this.vdi = vdi;
        this.export = export;
    }

    @Override
    public Protocol protocol() {
        return Protocol.Http;
    }

    @Override
    public CompletableFuture<Void> read(List<Part> parts) {
        for (var part : parts) {
            if (part.offset() < position) {
                throw new IllegalArgumentException("A stream at " + position + " cannot give offset " + part.offset());
            }
            skipTo(part.offset());
            fill(part.target());
        }
        return CompletableFuture.completedFuture(null);
    }

    /// What an earlier agent has written comes all the same, and is dropped.
    private void skipTo(long offset) {
        while (position < offset) {
            receive((int) Math.min(copy.length, offset - position));
        }
    }

    private void fill(ByteBuffer target) {
        while (target.hasRemaining()) {
            target.put(copy, 0, receive(Math.min(copy.length, target.remaining())));
        }
    }

    private int receive(int most) {
        try {
            int count = export.stream().read(copy, 0, most);
            if (count < 0) {
                throw new EOFException("the stream ended");
            }
            position += count;
            return count;
        } catch (IOException e) {
            throw new OrderFailedException(
                    FailureReason.DiskReadFailed,
                    "Reading VDI %s over HTTPS failed at offset %d of %d: %s"
                            .formatted(vdi, position, export.sizeBytes(), e.getMessage()),
                    e);
        }
    }

    @Override
    public void finish() {
        skipTo(export.sizeBytes());
        export.finish();
    }

    @Override
    public void close() {
        export.close();
    }
}
