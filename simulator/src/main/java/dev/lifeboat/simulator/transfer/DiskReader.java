package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.storage.DiskStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/// Reads a disk piece by piece for an export, keeping its task informed and stopping when that is cancelled.
final class DiskReader {
    private static final int PIECE_BYTES = 512 * 1024;

    private final Pool pool;
    private final String uuid;
    private final long sizeBytes;
    private final AtomicLong counter;
    private final Progress progress;

    DiskReader(Pool pool, Entity vdi, Entity task, AtomicLong counter) {
        this.pool = pool;
        this.progress = new Progress(pool.tasks(), task, vdi.number("virtual_size"));
        this.uuid = vdi.uuid();
        this.sizeBytes = vdi.number("virtual_size");
        this.counter = counter;
    }

    DiskStore store() {
        return pool.disks().store();
    }

    String uuid() {
        return uuid;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    void writeAllTo(OutputStream out) throws IOException {
        writeTo(out, 0, sizeBytes);
    }

    void writeTo(OutputStream out, long offset, long length) throws IOException {
        var piece = new byte[(int) Math.min(PIECE_BYTES, length)];
        for (long done = 0; done < length; ) {
            int now = (int) Math.min(piece.length, length - done);
            pool.faults().stallBody(offset + done);
            store().read(uuid, offset + done, piece, 0, now);
            out.write(piece, 0, now);
            counter.addAndGet(now);
            done += now;
            progress.at(offset + done);
        }
    }
}
