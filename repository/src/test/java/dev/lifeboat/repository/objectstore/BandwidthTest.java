package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BandwidthTest {

    private final ManualClock clock = new ManualClock();
    private final List<Duration> waits = new ArrayList<>();

    /// Waiting is what moves the clock.
    private final Bandwidth bandwidth = new Bandwidth(1000, clock, duration -> {
        waits.add(duration);
        clock.advance(duration);
    });

    @Test
    void overTimeNoMoreGoesThanIsAllowed() {
        var start = clock.instant();

        for (int i = 0; i < 100; i++) {
            bandwidth.take(500);
        }

        // The last one has begun; what was saved up at the start is the first's gain.
        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofMillis(99 * 500 - 250));
    }

    @Test
    void waitsAreEven() {
        for (int i = 0; i < 10; i++) {
            bandwidth.take(500);
        }

        assertThat(waits.subList(1, waits.size())).containsOnly(Duration.ofMillis(500));
    }

    @Test
    void aLongPauseIsNotSavedUpForABurst() {
        bandwidth.take(1000);
        clock.advance(Duration.ofHours(1));
        waits.clear();

        bandwidth.take(1000);
        bandwidth.take(1000);

        assertThat(waits).containsExactly(Duration.ofMillis(750));
    }

    @Test
    void severalStoresShareOne() {
        var first = new BandwidthLimitedObjectStore(new InMemoryObjectStore(), bandwidth, bandwidth);
        var second = new BandwidthLimitedObjectStore(new InMemoryObjectStore(), bandwidth, bandwidth);

        first.put(new ObjectKey("a"), ByteBuffer.allocate(2000));
        second.put(new ObjectKey("a"), ByteBuffer.allocate(2000));
        first.get(new ObjectKey("a"));

        assertThat(waits).containsExactly(Duration.ofMillis(1750), Duration.ofMillis(2000));
    }

    @Test
    void nothingAtAllIsNoBandwidth() {
        assertThatThrownBy(() -> Bandwidth.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
