package dev.lifeboat.agent.progress;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/// Bytes per second over the last seconds, and when anything happened last.
final class RateMeter {
    private static final int SECONDS = 10;

    private final Clock clock;
    private long startedAtSecond;
    private final long[] bytes = new long[SECONDS];
    private final long[] seconds = new long[SECONDS];
    private long lastMillis;

    RateMeter(Clock clock) {
        this.clock = clock;
        restart();
    }

    /// Something new begins: what was before does not count.
    final synchronized void restart() {
        lastMillis = clock.millis();
        startedAtSecond = lastMillis / 1000;
        Arrays.fill(seconds, 0);
    }

    synchronized void add(long count) {
        lastMillis = clock.millis();
        long second = lastMillis / 1000;
        int slot = (int) (second % SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            bytes[slot] = 0;
        }
        bytes[slot] += count;
    }

    /// The current second counts as a whole one: a little low rather than wildly high.
    synchronized long bytesPerSecond() {
        long now = clock.millis() / 1000;
        long sum = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            if (now - seconds[slot] < SECONDS) {
                sum += bytes[slot];
            }
        }
        return sum / Math.clamp(now - startedAtSecond + 1, 1, SECONDS);
    }

    synchronized Duration sinceLast() {
        return Duration.ofMillis(clock.millis() - lastMillis);
    }
}
