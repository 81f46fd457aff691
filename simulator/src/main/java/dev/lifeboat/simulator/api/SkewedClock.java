package dev.lifeboat.simulator.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/// The master's clock, which may be wrong by an amount that somebody sets from outside.
public final class SkewedClock extends Clock {
    private final Clock base;
    private final AtomicReference<Duration> skew = new AtomicReference<>(Duration.ZERO);

    public SkewedClock(Clock base) {
        this.base = base;
    }

    void skew(Duration value) {
        skew.set(value);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(skew.get());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a server speaks UTC");
    }
}
