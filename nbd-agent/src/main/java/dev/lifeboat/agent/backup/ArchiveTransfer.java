package dev.lifeboat.agent.backup;

import dev.lifeboat.xen.xva.XvaBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Unpacks an archive into several disks at once: one thread reads and checks, the threads that all disks share hash
/// and store. Disks that nobody asked for pass by.
final class ArchiveTransfer {
    private final VmArchive archive;
    private final Map<String, ArchivedDisk> disksByRef;
    private final ReadBuffers buffers;
    private final Executor workers;
    private final Semaphore inFlight;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /// @param buffers each with room for a block of the archive
    ArchiveTransfer(VmArchive archive, List<ArchivedDisk> disks, ReadBuffers buffers, Executor workers) {
        this.archive = archive;
        this.disksByRef = disks.stream()
                .collect(Collectors.toUnmodifiableMap(
                        disk -> archive.find(disk.disk()).ref(), Function.identity()));
        this.buffers = buffers;
        this.workers = workers;
        this.inFlight = new Semaphore(buffers.count());
    }

    /// Ends when all is written and the pool has confirmed it, or with the first failure; buffers that are still on
    /// their way then come back later.
    void run() throws InterruptedException {
        disksByRef.values().forEach(ArchivedDisk::begin);
        boolean more = true;
        while (more && failure.get() == null) {
            more = readBlock();
        }
        inFlight.acquire(buffers.count());
        var reason = failure.get();
        if (reason != null) {
            throw reason instanceof RuntimeException e ? e : new IllegalStateException(reason);
        }
        archive.finish();
    }

    /// @return whether there was one
    private boolean readBlock() throws InterruptedException {
        inFlight.acquire();
        var buffer = buffers.take();
        boolean handedOver = false;
        try {
            var block = archive.next(buffer);
            if (block.isPresent()) {
                handedOver = write(block.get(), buffer);
            }
            return block.isPresent();
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                var interrupted = new InterruptedException("Interrupted while an archive was read");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        } finally {
            if (!handedOver) {
                release(buffer);
            }
        }
    }

    /// @return whether the buffer is somebody else's now
    private boolean write(XvaBlock block, ByteBuffer buffer) {
        var disk = disksByRef.get(block.disk().ref());
        if (disk == null) {
            return false;
        }
        var parts = disk.take(block);
        workers.execute(() -> {
            try {
                disk.write(block, parts, buffer);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                release(buffer);
            }
        });
        return true;
    }

    private void release(ByteBuffer buffer) {
        buffers.giveBack(buffer);
        inFlight.release();
    }
}
