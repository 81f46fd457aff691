package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.xva.DiskTarget;
import java.util.concurrent.atomic.AtomicLong;

/// Writes what an import receives, counts it, and stops when its task is cancelled.
final class DiskWriter implements DiskTarget {
    private final Pool pool;
    private final String uuid;
    private final long sizeBytes;
    private final AtomicLong counter;
    private final Progress progress;

    DiskWriter(Pool pool, Entity vdi, Progress progress, AtomicLong counter) {
        this.pool = pool;
        this.progress = progress;
        this.uuid = vdi.uuid();
        this.sizeBytes = vdi.number("virtual_size");
        this.counter = counter;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void write(long offset, byte[] source, int length) {
        write(offset, source, 0, length);
    }

    void write(long offset, byte[] source, int at, int length) {
        progress.advance(length);
        pool.faults().stallBody(offset);
        pool.disks().store().write(uuid, offset, source, at, length);
        counter.addAndGet(length);
    }
}
