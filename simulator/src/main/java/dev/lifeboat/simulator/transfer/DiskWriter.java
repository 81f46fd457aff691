package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import java.util.concurrent.atomic.AtomicLong;

/// Writes what an import receives, counts it, and stops when its task is cancelled.
final class DiskWriter {
    private final Pool pool;
    private final String uuid;
    private final AtomicLong counter;
    private final Progress progress;

    DiskWriter(Pool pool, Entity vdi, Entity task, AtomicLong counter) {
        this.pool = pool;
        this.progress = new Progress(pool.tasks(), task, vdi.number("virtual_size"));
        this.uuid = vdi.uuid();
        this.counter = counter;
    }

    void write(long offset, byte[] source, int at, int length) {
        progress.at(offset);
        pool.faults().stallBody(offset);
        pool.disks().store().write(uuid, offset, source, at, length);
        counter.addAndGet(length);
    }
}
