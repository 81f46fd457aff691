package dev.lifeboat.agent.progress;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/// Bytes per second over a window of time that ends now.
final class RateMeter {
    private final Clock clock;
    private final long slotMillis;
    private final long[] bytes;
    private final long[] slots;
    private long startedAt;

    /// @param slot  what is counted together; the current one counts as a whole one, so that a rate is a little low
    ///              rather than wildly high
    /// @param count of slots that make the window
    RateMeter(Clock clock, Duration slot, int count) {
        this.clock = clock;
        this.slotMillis = slot.toMillis();
        this.bytes = new long[count];
        this.slots = new long[count];
        restart();
    }

    /// Something new begins: what was before does not count.
    final synchronized void restart() {
        startedAt = slotNow();
        Arrays.fill(slots, -1);
    }

    synchronized void add(long count) {
        long now = slotNow();
        int index = (int) (now % slots.length);
        if (slots[index] != now) {
            slots[index] = now;
            bytes[index] = 0;
        }
        bytes[index] += count;
    }

    synchronized long bytesPerSecond() {
        long now = slotNow();
        long sum = 0;
        for (int index = 0; index < slots.length; index++) {
            if (slots[index] >= 0 && now - slots[index] < slots.length) {
                sum += bytes[index];
            }
        }
        return sum * 1000 / (Math.clamp(now - startedAt + 1, 1, slots.length) * slotMillis);
    }

    private long slotNow() {
        return clock.millis() / slotMillis;
    }
}
