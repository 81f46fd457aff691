package dev.lifeboat.operator.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When something that runs once started and ended, to the second, as its status says it.
public final class RunTimes {
    private final Clock clock;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;

    public RunTimes(Clock clock, Optional<Instant> startedAt, Optional<Instant> finishedAt) {
        this.clock = clock;
        this.startedAt = startedAt.orElse(null);
        this.finishedAt = finishedAt.orElse(null);
    }

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public void start() {
        startedAt = now();
    }

    public void finish() {
        finishedAt = now();
    }

    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    /// Of one that has started and ended.
    public Optional<Duration> duration() {
        return startedAt == null || finishedAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(startedAt, finishedAt));
    }
}
