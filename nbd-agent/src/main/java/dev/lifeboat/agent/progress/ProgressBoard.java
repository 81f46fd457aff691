package dev.lifeboat.agent.progress;

import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.Progress.DiskProgress;
import dev.lifeboat.agent.api.Progress.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where the agent stands: written by the work, read by [StatusServer]. Safe for use by many threads.
public final class ProgressBoard {
    private final Clock clock;
    private final List<DiskCounter> disks = new CopyOnWriteArrayList<>();
    private final Speed speed;
    private final Meters meters = new Meters();
    private volatile String orderId = "";
    private volatile Phase phase = Phase.Preparing;
    private volatile long movedAtMillis;

    public ProgressBoard(Clock clock) {
        this.clock = clock;
        this.speed = new Speed(clock);
        moved();
        meters.gauge(
                "lifeboat_agent_idle_seconds", "Since anything moved.", Labels.NONE, () -> idle().toMillis() / 1e3);
        meters.gauge(
                "lifeboat_agent_stall_after_seconds",
                "Idle for longer than this, the agent counts as stuck.",
                Labels.NONE,
                () -> patience().toSeconds());
        ProcessMeters.register(meters);
    }

    public void order(String id) {
        orderId = id;
    }

    public void enter(Phase next) {
        speed.restart();
        phase = next;
        moved();
    }

    /// Something goes on, such as a request to the store that was answered.
    public void moved() {
        movedAtMillis = clock.millis();
    }

    private void moved(long bytes) {
        moved();
        speed.add(bytes);
    }

    /// A disk that is begun again is counted anew.
    public DiskCounter disk(String device) {
        var counter = new DiskCounter(device, clock, meters, this::moved);
        disks.removeIf(earlier -> earlier.isOf(device));
        disks.add(counter);
        counter.count(
                "lifeboat_agent_moved_bytes_total",
                "Bytes of disks that came from the pool or went there, by this agent.",
                counter::movedBytes);
        return counter;
    }

    /// What else is counted.
    public Meters meters() {
        return meters;
    }

    public Progress now() {
        var each = disks.stream().map(DiskCounter::now).toList();
        long done = each.stream().mapToLong(DiskProgress::doneBytes).sum();
        long total = each.stream().mapToLong(DiskProgress::totalBytes).sum();
        var eta = phase == Phase.Transferring ? speed.secondsFor(total - done) : OptionalLong.empty();
        return new Progress(orderId, phase, done, total, speed.bytesPerSecond(), eta, each);
    }

    /// What is wrong, if nothing moved for longer than anything may take.
    public Optional<String> stall() {
        var most = patience();
        if (isOver() || idle().compareTo(most) <= 0) {
            return Optional.empty();
        }
        var now = now();
        return Optional.of("Nothing moved for %d minutes in phase %s, with %d of %d bytes done"
                .formatted(most.toMinutes(), now.phase(), now.doneBytes(), now.totalBytes()));
    }

    private boolean isOver() {
        return switch (phase) {
            case Preparing, Transferring, Committing -> false;
            case Done, Failed -> true;
        };
    }

    private Duration idle() {
        return Duration.ofMillis(clock.millis() - movedAtMillis);
    }

    /// That of whoever waits longest.
    private Duration patience() {
        return switch (phase) {
            case Preparing -> Patience.POOL_TASK.most();
            case Transferring ->
                disks.stream()
                        .filter(disk -> !disk.isDone() || disk.patience() == Patience.POOL_TASK)
                        .map(disk -> disk.patience().most())
                        .max(Comparator.naturalOrder())
                        .orElse(Patience.COMMIT.most());
            case Committing, Done, Failed -> Patience.COMMIT.most();
        };
    }
}
