package dev.lifeboat.agent.progress;

import dev.lifeboat.agent.api.Progress.DiskProgress;
import java.util.concurrent.atomic.AtomicLong;

/// How far one disk is. Safe for use by many threads.
public final class DiskCounter {
    private final String device;
    private final RateMeter rate;
    private final AtomicLong doneBytes = new AtomicLong();
    private final AtomicLong totalBytes = new AtomicLong();

    DiskCounter(String device, RateMeter rate) {
        this.device = device;
        this.rate = rate;
    }

    /// What is to be done in all; may change when a disk turns out to need more.
    public void expect(long bytes) {
        totalBytes.set(bytes);
    }

    /// What was done by earlier agents: progress begins there, and the rate does not count it.
    public void resume(long bytes) {
        doneBytes.set(bytes);
    }

    boolean isOf(String name) {
        return device.equals(name);
    }

    public void add(long bytes) {
        doneBytes.addAndGet(bytes);
        rate.add(bytes);
    }

    DiskProgress now() {
        return new DiskProgress(device, doneBytes.get(), totalBytes.get());
    }
}
