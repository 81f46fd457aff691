package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.nbd.NbdDisk.Part;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.vhd.VhdReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A disk as one VHD stream over HTTPS, of which only blocks travel that were ever written, or that may differ from a
/// base. What is not asked for passes by.
final class VhdSource implements DiskSource {
    private static final int SCRATCH_BYTES = 64 << 10;

    private final UUID vdi;
    private final StreamExport export;
    private final VhdReader reader;
    private final Contents contents;
    private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH_BYTES);
    private Extent run = new Extent(0, 0);
    private long position;

    VhdSource(UUID vdi, StreamExport export, VhdReader reader, Contents contents) {
        this.vdi = vdi;
        this.export = export;
        this.reader = reader;
        this.contents = contents;
    }

    @Override
    public Protocol protocol() {
        return Protocol.Vhd;
    }

    @Override
    public Contents contents() {
        return contents;
    }

    @Override
    public CompletableFuture<Void> read(List<Part> parts) {
        try {
            for (var part : parts) {
                fill(part.offset(), part.target());
            }
        } catch (IOException e) {
            throw failed(e);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void fill(long offset, ByteBuffer target) throws IOException {
        if (offset < position) {
            throw new IllegalArgumentException("A stream at " + position + " cannot give offset " + offset);
        }
        long at = offset;
        while (target.hasRemaining()) {
            seek(at);
            int before = target.remaining();
            if (at < run.offset()) {
                zeros(target, Math.min(run.offset() - at, before));
            } else {
                read(target);
            }
            at += before - target.remaining();
        }
    }

    /// To the run that holds this offset, or to the next one behind it.
    private void seek(long offset) throws IOException {
        while (run.end() <= offset) {
            run = reader.next().orElseGet(() -> new Extent(Long.MAX_VALUE - 1, 1));
            position = run.offset();
        }
        while (position < offset) {
            read(scratch.clear().limit((int) Math.min(scratch.capacity(), offset - position)));
        }
    }

    private void read(ByteBuffer target) throws IOException {
        int limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + run.end() - position));
        while (target.hasRemaining()) {
            int count = reader.read(target);
            if (count < 0) {
                throw new IOException("a block is shorter than its table says");
            }
            position += count;
        }
        target.limit(limit);
    }

    /// A sector that was never written. Of a difference that says nothing: it would be as in the base, and hosts send
    /// whole blocks so that nobody has to know.
    private void zeros(ByteBuffer target, long count) throws IOException {
        if (reader.image().parent().isPresent()) {
            throw new IOException("a block of the difference is not whole");
        }
        for (long i = 0; i < count; i++) {
            target.put((byte) 0);
        }
    }

    @Override
    public void finish() {
        try {
            while (reader.next().isPresent()) {
                position = Long.MAX_VALUE;
            }
        } catch (IOException e) {
            throw failed(e);
        }
        export.finish();
    }

    private OrderFailedException failed(IOException e) {
        return new OrderFailedException(
                FailureReason.DiskReadFailed,
                "Reading VDI %s as VHD failed at offset %d: %s".formatted(vdi, position, e.getMessage()),
                e);
    }

    @Override
    public void close() {
        export.close();
    }
}
