package dev.lifeboat.repository.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How much of a repository is looked at.
///
/// @param mostBytes after so many bytes of packs no further pack is read
/// @param mostTime after so long no further pack is read
/// @param parallel requests at a time; each reading of a pack takes up to 20 MiB of memory, usually 5
public record VerifyOptions(Depth depth, OptionalLong mostBytes, Optional<Duration> mostTime, int parallel) {

    /// The part of the packs that a sample reads if no budget is given: thirty runs see all.
    static final int SAMPLED_PART = 30;

    private static final int STANDARD_PARALLEL = 4;

    /// What is read besides the structure, which is always looked at: all manifests, pages and footers; that
    /// every chunk referred to is named by a footer, and every pack as long as its footer says.
    public enum Depth {
        /// No content.
        STRUCTURE,
        /// Whole packs, going on where the last run ended, in an order that differs from round to round. Without
        /// a budget a thirtieth of all.
        SAMPLE,
        /// All packs; with a budget, going on where the last run ended.
        EVERY_BYTE
    }

    public VerifyOptions {
        if (parallel < 1
                || mostBytes.orElse(0) < 0
                || mostTime.orElse(Duration.ZERO).isNegative()) {
            throw new IllegalArgumentException("A budget is not negative, and at least one request runs at a time");
        }
    }

    public static VerifyOptions of(Depth depth) {
        return new VerifyOptions(depth, OptionalLong.empty(), Optional.empty(), STANDARD_PARALLEL);
    }

    public VerifyOptions withMostBytes(long bytes) {
        return new VerifyOptions(depth, OptionalLong.of(bytes), mostTime, parallel);
    }

    public VerifyOptions withMostTime(Duration time) {
        return new VerifyOptions(depth, mostBytes, Optional.of(time), parallel);
    }

    public VerifyOptions withParallel(int requests) {
        return new VerifyOptions(depth, mostBytes, mostTime, requests);
    }
}
