package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.disk.DiskImageWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Reads a raw disk from front to end and writes it with as many threads as there are processors, through a
/// fixed number of buffers of whole cells.
final class RawInput {

    private static final int CELLS_PER_BUFFER = 4;

    private final DiskImageWriter writer;
    private final BlockingQueue<byte[]> free;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    RawInput(DiskImageWriter writer, int cellBytes) {
        this.writer = writer;
        int buffers = Runtime.getRuntime().availableProcessors() + 1;
        this.free = new ArrayBlockingQueue<>(buffers);
        for (int i = 0; i < buffers; i++) {
            free.add(new byte[CELLS_PER_BUFFER * cellBytes]);
        }
    }

    /// @param progress is told how many bytes were read by now
    /// @return how many there were
    long copy(InputStream input, long sizeBytes, LongConsumer progress) throws IOException {
        long copied;
        try (var workers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().name("import-", 0).daemon().factory())) {
            copied = copy(input, sizeBytes, progress, workers);
        }
        var thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
        return copied;
    }

    private long copy(InputStream input, long sizeBytes, LongConsumer progress, ExecutorService workers)
            throws IOException {
        long at = 0;
        while (at < sizeBytes && failure.get() == null) {
            var buffer = take();
            int got = input.readNBytes(buffer, 0, (int) Math.min(buffer.length, sizeBytes - at));
            if (got == 0) {
                break;
            }
            write(at, buffer, got, at + got == sizeBytes, workers);
            at += got;
            progress.accept(at);
        }
        return at;
    }

    /// Input that ends in the middle of the disk is not written: its length is the error.
    private void write(long at, byte[] buffer, int length, boolean last, ExecutorService workers) {
        boolean whole = last || length == buffer.length;
        workers.execute(() -> {
            try {
                if (whole && failure.get() == null) {
                    writer.write(at, ByteBuffer.wrap(buffer, 0, length));
                }
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                free.add(buffer);
            }
        });
    }

    private byte[] take() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a buffer", e);
        }
    }
}
