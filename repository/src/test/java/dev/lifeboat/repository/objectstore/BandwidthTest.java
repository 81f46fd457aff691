package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BandwidthTest {

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path folder;

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

    /// A pack goes evenly and not in one burst.
    @Test
    void aStoreTakesItsContentInSlices() {
        var slices = new Bandwidth(Pace.SLICE_BYTES, clock, duration -> {
            waits.add(duration);
            clock.advance(duration);
        });
        var store = new FileSystemObjectStore(folder, slices);
        var content = new byte[7 * Pace.SLICE_BYTES + 5];
        new Random(1).nextBytes(content);

        store.put(new ObjectKey("a"), ByteBuffer.wrap(content));
        store.putIfAbsent(new ObjectKey("b"), ByteBuffer.wrap(content, 0, Pace.SLICE_BYTES));

        assertThat(store.get(new ObjectKey("a"))).contains(content);
        // The first starts with a quarter of a second saved up, the last five bytes pay for the object after.
        assertThat(waits.getFirst()).isEqualTo(Duration.ofMillis(750));
        assertThat(waits.subList(1, 7)).containsOnly(Duration.ofSeconds(1));
        assertThat(waits).hasSize(8);
    }

    @Test
    void nothingAtAllIsNoBandwidth() {
        assertThatThrownBy(() -> Bandwidth.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
