package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private static final int REQUEST_BYTES = 256 << 10;
    private static final long MOST_BYTES = 64 << 20;

    /// Which way is far and which is narrow, and what of the way's rate must be reached.
    @ParameterizedTest
    @CsvSource({
        // round trip in microseconds, bytes per second
        "100, 3000000000",
        "1000, 1000000000",
        "20000, 1000000000",
        "20000, 100000000",
        "100000, 100000000",
        "2000, 1000000",
    })
    void theWayIsFilledAndNotMuchMoreThanThat(long roundTripMicros, long rate) {
        var way = new Way(Duration.ofNanos(roundTripMicros * 1000), rate);
        way.run(400);

        way.measureFromHere();
        way.run(400);

        assertThat(way.rate()).isGreaterThan(0.9 * rate);
        double onItsWay = rate * roundTripMicros / 1e6;
        assertThat(way.window.limitBytes()).isLessThan((long) (3 * onItsWay) + 8L * REQUEST_BYTES);
    }

    @Test
    void theLimitIsNeverPassed() {
        var way = new Way(Duration.ofSeconds(1), 1_000_000_000);

        way.run(5000);

        assertThat(way.window.limitBytes()).isEqualTo(MOST_BYTES);
    }

    @Test
    void aPauseOfTheReaderIsForgotten() {
        var way = new Way(Duration.ofMillis(20), 1_000_000_000);
        way.run(400);
        way.pause(Duration.ofMinutes(1));
        way.run(50);

        way.measureFromHere();
        way.run(400);

        assertThat(way.rate()).isGreaterThan(0.9 * 1_000_000_000);
    }

    /// A server at the end of a wire, in simulated time: it answers one request after the other.
    private static final class Way {
        private final long roundTripNanos;
        private final double nanosPerByte;
        private final ArrayDeque<long[]> sent = new ArrayDeque<>();
        private final Window window = new Window(REQUEST_BYTES, MOST_BYTES, 0);
        private long now;
        private long serverFreeAt;
        private long measuredFrom;
        private long measuredBytes;

        Way(Duration roundTrip, long rate) {
            roundTripNanos = roundTrip.toNanos();
            nanosPerByte = 1e9 / rate;
        }

        void run(int answers) {
            for (int i = 0; i < answers; i++) {
                while ((sent.size() + 1L) * REQUEST_BYTES <= window.limitBytes()) {
                    long begins = Math.max(serverFreeAt, now + roundTripNanos / 2);
                    serverFreeAt = begins + (long) (REQUEST_BYTES * nanosPerByte);
                    sent.add(new long[] {now, serverFreeAt + roundTripNanos / 2});
                }
                var answer = sent.remove();
                now = answer[1];
                measuredBytes += REQUEST_BYTES;
                window.answered(now, now - answer[0], REQUEST_BYTES);
            }
        }

        void pause(Duration length) {
            while (!sent.isEmpty()) {
                var answer = sent.remove();
                now = answer[1];
                window.answered(now, now - answer[0], REQUEST_BYTES);
            }
            now += length.toNanos();
        }

        void measureFromHere() {
            measuredFrom = now;
            measuredBytes = 0;
        }

        double rate() {
            return measuredBytes * 1e9 / (now - measuredFrom);
        }
    }
}
