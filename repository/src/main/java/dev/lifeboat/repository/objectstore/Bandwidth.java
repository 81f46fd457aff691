package dev.lifeboat.repository.objectstore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// So many bytes a second, for all who share it.
///
/// Time is handed out in the order in which it is asked for: each transfer is given the moment at which
/// those before it will be done. Unused time is lost but for a little, so that a pause is not followed by a
/// burst.
public final class Bandwidth implements Pace {

    /// Enough that a transfer which comes a little late loses nothing.
    private static final Duration SAVED = Duration.ofMillis(250);

    private final long bytesPerSecond;
    private final Clock clock;
    private final Pause pause;
    private Instant free = Instant.MIN;

    public Bandwidth(long bytesPerSecond, Clock clock, Pause pause) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("A bandwidth is at least 1 byte a second, not " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.pause = pause;
    }

    public static Bandwidth of(long bytesPerSecond) {
        return new Bandwidth(bytesPerSecond, Clock.systemUTC(), Thread::sleep);
    }

    /// Waits until so many bytes may go. Interrupted, it returns at once and leaves the thread interrupted:
    /// the transfer goes on without a limit, and its caller ends it.
    @Override
    public void take(long bytes) {
        var wait = reserve(bytes);
        if (wait.isPositive()) {
            try {
                pause.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized Duration reserve(long bytes) {
        var now = clock.instant();
        var earliest = now.minus(SAVED);
        var start = free.isBefore(earliest) ? earliest : free;
        free = start.plus(duration(bytes));
        return Duration.between(now, start);
    }

    private Duration duration(long bytes) {
        return Duration.ofSeconds(bytes / bytesPerSecond)
                .plusNanos((long) ((double) (bytes % bytesPerSecond) / bytesPerSecond * 1e9));
    }
}
