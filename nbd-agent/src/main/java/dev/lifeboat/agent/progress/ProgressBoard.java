package dev.lifeboat.agent.progress;

import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.Progress.DiskProgress;
import dev.lifeboat.agent.api.Progress.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where the agent stands: written by the work, read by [StatusServer]. Safe for use by many threads.
public final class ProgressBoard {
    /// A host may need half an hour before the first byte of an HTTP export; NBD gives up by itself much earlier.
    static final Duration STALL = Duration.ofMinutes(35);

    private final List<DiskCounter> disks = new CopyOnWriteArrayList<>();
    private final RateMeter rate;
    private volatile String orderId = "";
    private volatile Phase phase = Phase.Preparing;

    public ProgressBoard(Clock clock) {
        this.rate = new RateMeter(clock);
    }

    public void order(String id) {
        orderId = id;
    }

    public void enter(Phase next) {
        rate.restart();
        phase = next;
    }

    /// A disk that is begun again is counted anew.
    public DiskCounter disk(String device) {
        var counter = new DiskCounter(device, rate);
        disks.removeIf(earlier -> earlier.isOf(device));
        disks.add(counter);
        return counter;
    }

    public Progress now() {
        var each = disks.stream().map(DiskCounter::now).toList();
        long done = each.stream().mapToLong(DiskProgress::doneBytes).sum();
        long total = each.stream().mapToLong(DiskProgress::totalBytes).sum();
        long perSecond = rate.bytesPerSecond();
        var eta = perSecond > 0 && phase == Phase.Transferring
                ? OptionalLong.of(Math.ceilDiv(Math.max(0, total - done), perSecond))
                : OptionalLong.empty();
        return new Progress(orderId, phase, done, total, perSecond, eta, each);
    }

    /// Whether nothing moved for longer than anything may take.
    boolean isStalled() {
        return phase == Phase.Transferring && rate.sinceLast().compareTo(STALL) > 0;
    }
}
