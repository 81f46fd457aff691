package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.xva.DiskSource;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/// A disk that goes out block by block.
final class ExportedDisk implements DiskSource {
    private final Pool pool;
    private final String uuid;
    private final long sizeBytes;
    private final BitSet allocated;
    private final AtomicLong counter;
    private final Progress progress;

    ExportedDisk(Pool pool, Entity vdi, Progress progress, AtomicLong counter) {
        this.pool = pool;
        this.uuid = vdi.uuid();
        this.sizeBytes = vdi.number("virtual_size");
        this.allocated = pool.disks().store().allocatedVhdBlocks(uuid);
        this.progress = progress;
        this.counter = counter;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean allocated(long offset, int length) {
        progress.advance(length);
        return allocated.get((int) (offset / Vhd.BLOCK_BYTES));
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        progress.advance(length);
        pool.faults().stallBody(offset);
        pool.disks().store().read(uuid, offset, target, 0, length);
        counter.addAndGet(length);
    }
}
