package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.disk.DiskImageWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Moves one disk: asks the source ahead as far as buffers allow, and writes what arrives, in whatever order, with the
/// threads that all disks share.
final class DiskTransfer {
    /// A host that is not dead answers within this.
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final DiskJob job;
    private final DiskImageWriter writer;
    private final ReadBuffers buffers;
    private final Executor workers;
    private final DiskCounter counter;
    private final PipelineMeters meters;
    private final Semaphore inFlight;
    private final int mostInFlight;
    private volatile boolean unwritable;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    DiskTransfer(DiskJob job, DiskImageWriter writer, Pipeline pipeline, DiskCounter counter) {
        this.job = job;
        this.writer = writer;
        this.buffers = pipeline.buffers();
        this.workers = pipeline.workers();
        this.meters = pipeline.meters();
        this.counter = counter;
        this.mostInFlight = buffers.count();
        this.inFlight = new Semaphore(mostInFlight);
    }

    /// Ends when all is written, or with the first failure; buffers that are still on their way then come back later.
    /// Interrupted, it asks for nothing more, and writes what a host that answers was asked for already.
    void run() throws InterruptedException {
        counter.expect(job.bytesToRead());
        counter.resume(job.bytesDone());
        try {
            readAll();
        } catch (InterruptedException e) {
            boolean _ = inFlight.tryAcquire(mostInFlight, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
            throw e;
        }
        var reason = failure.get();
        if (reason != null) {
            throw reason instanceof RuntimeException e ? e : new IllegalStateException(reason);
        }
        job.source().finish();
    }

    private void readAll() throws InterruptedException {
        var batches = job.batches(buffers.unitBytes());
        while (batches.hasNext() && failure.get() == null) {
            long asked = System.nanoTime();
            inFlight.acquire();
            var buffer = buffers.take();
            meters.bufferWait().add(System.nanoTime() - asked);
            start(batches.next(), buffer);
        }
        inFlight.acquire(mostInFlight);
    }

    private void start(Batch batch, ByteBuffer buffer) {
        meters.readRequests().increment();
        long asked = System.nanoTime();
        try {
            var reading = job.source().read(batch.over(buffer));
            meters.sourceWait().add(System.nanoTime() - asked);
            var _ = reading.whenCompleteAsync((_, unread) -> finish(batch, buffer, unread), workers);
        } catch (RuntimeException e) {
            finish(batch, buffer, e);
        }
    }

    private void finish(Batch batch, ByteBuffer buffer, @Nullable Throwable unread) {
        try {
            if (unread != null) {
                fail(
                        unread instanceof CompletionException wrapped && wrapped.getCause() != null
                                ? wrapped.getCause()
                                : unread);
            } else if (!unwritable) {
                // Whatever became of other reads: the last checkpoint holds it.
                write(batch, buffer);
            }
        } catch (RuntimeException | Error e) {
            unwritable = true;
            fail(e);
        } finally {
            buffers.giveBack(buffer);
            inFlight.release();
        }
    }

    private void write(Batch batch, ByteBuffer buffer) {
        long start = System.nanoTime();
        for (var part : batch.over(buffer)) {
            writer.write(part.offset(), part.target());
        }
        meters.writeTime().add(System.nanoTime() - start);
        counter.add(batch.bytes());
    }

    private void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
    }
}
