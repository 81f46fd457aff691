package dev.lifeboat.operator.janitor;

import java.time.Instant;
import java.util.List;

/// What came of looking a pool over.
///
/// @param removed   what is gone now
/// @param remaining what should be and is not, each with why
public record Sweep(Instant at, List<String> removed, List<Remaining> remaining) {
    /// @param usedBytes what it takes on the pool's storage
    /// @param why       a sentence
    public record Remaining(long usedBytes, String why) {}

    public Sweep {
        removed = List.copyOf(removed);
        remaining = List.copyOf(remaining);
    }

    public long remainingBytes() {
        return remaining.stream().mapToLong(Remaining::usedBytes).sum();
    }
}
