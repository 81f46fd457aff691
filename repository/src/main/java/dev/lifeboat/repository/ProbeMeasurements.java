package dev.lifeboat.repository;

import dev.lifeboat.repository.ProbeResult.Outcome;
import dev.lifeboat.repository.ProbeResult.Step;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// A brief look at a store's clock and speed: what one small and one large object tell.
final class ProbeMeasurements {

    /// Listings give whole seconds, rounded as the server likes.
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    /// S3 refuses signatures a quarter of an hour off; leases in the repository allow for less.
    private static final Duration CLOCK_TOLERATED = Duration.ofMinutes(1);

    private static final int SMALL_READS = 9;

    private static final int LARGE_BYTES = 8 << 20;

    private final ObjectStore store;
    private final ObjectKey small;
    private final ObjectKey large;
    private final Clock clock;

    ProbeMeasurements(ObjectStore store, String folder, Clock clock) {
        this.store = store;
        this.small = new ObjectKey(folder + "small");
        this.large = new ObjectKey(folder + "large");
        this.clock = clock;
    }

    Step clock() {
        var before = clock.instant();
        store.put(small, ByteBuffer.allocate(1));
        var after = clock.instant();
        return store.list(small.value(), Optional.empty(), 1).stream()
                .findFirst()
                .map(entry -> judge(difference(before, entry.modifiedAt(), after)))
                .orElseGet(() -> new Step("clock", Outcome.UNKNOWN, "The object was not listed"));
    }

    /// Zero if the server's time may lie between the two of ours.
    private static Duration difference(Instant before, Instant server, Instant after) {
        if (server.isBefore(before.minus(CLOCK_GRAIN))) {
            return Duration.between(before, server);
        }
        return server.isAfter(after.plus(CLOCK_GRAIN)) ? Duration.between(after, server) : Duration.ZERO;
    }

    private static Step judge(Duration difference) {
        if (difference.isZero()) {
            return new Step("clock", Outcome.NOTED, "Agrees with the store's");
        }
        var message = "The store's clock is " + difference.abs().toSeconds() + " s "
                + (difference.isNegative() ? "behind" : "ahead of") + " this machine's";
        return difference.abs().compareTo(CLOCK_TOLERATED) > 0
                ? new Step("clock", Outcome.ATTENTION, message + ": correct whichever is wrong")
                : new Step("clock", Outcome.NOTED, message);
    }

    Step latency() {
        var durations = IntStream.range(0, SMALL_READS)
                .mapToObj(_ -> time(() -> store.size(small)))
                .sorted()
                .toList();
        return new Step(
                "latency",
                Outcome.NOTED,
                "%d ms for a small request, median of %d"
                        .formatted(durations.get(SMALL_READS / 2).toMillis(), SMALL_READS));
    }

    Step throughput() {
        var content = new byte[LARGE_BYTES];
        new Random(LARGE_BYTES).nextBytes(content);
        var put = time(() -> store.put(large, ByteBuffer.wrap(content)));
        var read = time(() -> store.getRange(large, 0, ByteBuffer.wrap(content)));
        return new Step(
                "throughput",
                Outcome.NOTED,
                "One object of 8 MiB: written at %s MB/s, read at %s MB/s".formatted(rate(put), rate(read)));
    }

    private Duration time(Runnable call) {
        var start = clock.instant();
        call.run();
        return Duration.between(start, clock.instant());
    }

    private static String rate(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", LARGE_BYTES / 1e3 / Math.max(1, duration.toMillis()));
    }
}
