package dev.lifeboat.agent.progress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// How long the work has taken, for its report.
public record Stopwatch(Clock clock, Instant startedAt) {

    public static Stopwatch start(Clock clock) {
        return new Stopwatch(clock, clock.instant());
    }

    /// Whole ones.
    public long seconds() {
        return Duration.between(startedAt, clock.instant()).toSeconds();
    }
}
