package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Tasks;
import dev.lifeboat.simulator.database.Entity;

/// Tells a transfer's task how far it is, in steps large enough not to flood those who watch it.
final class Progress {
    private static final double STEP = 0.05;

    private final Tasks tasks;
    private final Entity task;
    private final long sizeBytes;
    private double shown;
    private long position;

    Progress(Tasks tasks, Entity task, long sizeBytes) {
        this.tasks = tasks;
        this.task = task;
        this.sizeBytes = sizeBytes;
    }

    /// So many bytes further.
    void advance(long bytes) {
        position += bytes;
        at(position);
    }

    /// Also the moment at which a cancelled transfer stops.
    void at(long reached) {
        tasks.stopIfCancelled(task);
        double now = Math.min(1.0, (double) reached / sizeBytes);
        if (now >= shown + STEP) {
            shown = now;
            tasks.progress(task, now);
        }
    }
}
