package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import java.util.concurrent.atomic.AtomicLong;

/// Writes what an import receives, counts it, and stops when its task is cancelled.
final class DiskWriter {
    private final Pool pool;
    private final Entity task;
    private final String uuid;
    private final long sizeBytes;
    private final AtomicLong counter;

    DiskWriter(Pool pool, Entity vdi, Entity task, AtomicLong counter) {
        this.pool = pool;
        this.task = task;
        this.uuid = vdi.uuid();
        this.sizeBytes = vdi.number("virtual_size");
        this.counter = counter;
    }

    void write(long offset, byte[] source, int at, int length) {
        pool.tasks().stopIfCancelled(task);
        pool.disks().store().write(uuid, offset, source, at, length);
        counter.addAndGet(length);
        pool.tasks().progress(task, Math.min(1.0, (double) (offset + length) / sizeBytes));
    }
}
