package dev.lifeboat.agent.progress;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/// How fast it goes now, and how long the rest will take. The second is judged by two minutes instead of ten seconds:
/// a disk is zeros here and data there, and nobody wants to see an hour become a minute and an hour again.
final class Speed {
    private final RateMeter now;
    private final RateMeter lately;

    Speed(Clock clock) {
        this.now = new RateMeter(clock, Duration.ofSeconds(1), 10);
        this.lately = new RateMeter(clock, Duration.ofSeconds(5), 24);
    }

    void restart() {
        now.restart();
        lately.restart();
    }

    void add(long bytes) {
        now.add(bytes);
        lately.add(bytes);
    }

    long bytesPerSecond() {
        return now.bytesPerSecond();
    }

    /// Empty while nothing moves.
    OptionalLong secondsFor(long bytes) {
        long rate = lately.bytesPerSecond();
        return rate > 0 ? OptionalLong.of(Math.ceilDiv(Math.max(0, bytes), rate)) : OptionalLong.empty();
    }
}
