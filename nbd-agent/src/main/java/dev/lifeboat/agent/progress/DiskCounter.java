package dev.lifeboat.agent.progress;

import dev.lifeboat.agent.api.Progress.DiskProgress;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// How far one disk is. Safe for use by many threads.
public final class DiskCounter {
    private final String device;
    private final Meters meters;
    private final LongConsumer whole;
    private final Speed speed;
    private final AtomicLong doneBytes = new AtomicLong();
    private final AtomicLong totalBytes = new AtomicLong();
    private final AtomicLong movedBytes = new AtomicLong();
    private volatile Patience patience = Patience.BLOCKS;

    /// @param whole is told of every byte that moved
    DiskCounter(String device, Clock clock, Meters meters, LongConsumer whole) {
        this.device = device;
        this.meters = meters;
        this.whole = whole;
        this.speed = new Speed(clock);
    }

    /// What is to be done in all; may change when a disk turns out to need more.
    public void expect(long bytes) {
        totalBytes.set(bytes);
    }

    /// What was done by earlier agents: progress begins there, and the rate does not count it.
    public void resume(long bytes) {
        doneBytes.set(bytes);
    }

    /// What the disk waits for from now on.
    public void waitsFor(Patience next) {
        patience = next;
    }

    /// Bytes that came or went, whether they bring the disk forward or not: what an earlier agent has done comes
    /// again in a stream.
    public void moved(long bytes) {
        movedBytes.addAndGet(bytes);
        whole.accept(0);
    }

    public void add(long bytes) {
        doneBytes.addAndGet(bytes);
        speed.add(bytes);
        whole.accept(bytes);
    }

    /// Nothing is left to do.
    public void complete() {
        doneBytes.set(totalBytes.get());
    }

    /// Counts something else of this disk, which somebody keeps.
    public void count(String name, String help, LongSupplier value) {
        meters.counter(name, help, Labels.of("device", device), value);
    }

    boolean isOf(String name) {
        return device.equals(name);
    }

    long movedBytes() {
        return movedBytes.get();
    }

    Patience patience() {
        return patience;
    }

    DiskProgress now() {
        long done = doneBytes.get();
        long total = totalBytes.get();
        return new DiskProgress(
                device,
                done,
                total,
                OptionalLong.of(speed.bytesPerSecond()),
                done < total ? speed.secondsFor(total - done) : OptionalLong.empty());
    }

    boolean isDone() {
        return doneBytes.get() >= totalBytes.get();
    }
}
