package dev.lifeboat.repository.objectstore;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often a failed call is tried again, and how long before each try.
///
/// @param attempts calls in all, the first included
/// @param firstDelay doubles with each try, up to `longestDelay`
/// @param within no try begins later than this after the first one
public record RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay, Duration within) {

    private static final Duration TOTAL = Duration.ofMinutes(5);

    public RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay) {
        this(attempts, firstDelay, longestDelay, TOTAL);
    }

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("At least one attempt, not " + attempts);
        }
    }

    /// Gives up after about a minute of pauses, long enough for a server that restarts or a throttle that
    /// cools down; or after five minutes, if the tries themselves take long.
    public static RetryPolicy standard() {
        return new RetryPolicy(10, Duration.ofMillis(100), Duration.ofSeconds(15));
    }

    /// Anything between nothing and the full delay: clients that failed together do not come back together.
    Duration delay(int failures, RandomGenerator random) {
        long doubled = firstDelay.toMillis() << Math.min(failures - 1, 30);
        long most = Math.min(doubled, longestDelay.toMillis());
        return Duration.ofMillis(random.nextLong(most + 1));
    }
}
