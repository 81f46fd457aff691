package dev.lifeboat.repository.prune;

import java.time.Duration;

/// How a prune goes about it.
///
/// @param mode whether to delete, or only to say what would be deleted
/// @param packGrace how long packs stay after they were found unneeded; also the age that they need to have.
///     At least [#SHORTEST_PACK_GRACE]: it is what makes deleting beside running backups safe
/// @param pointGrace how long deleted recovery points can be brought back. May be zero
/// @param sparseBelow packs of which less than this part is needed are compacted; 0: none are
/// @param mostCompactedBytes what one run copies at most to compact packs
/// @param filterBytes memory for the filter of needed chunks: 2 MiB for each TiB stored in chunks of 1 MiB, up
///     to 32 MiB for each TiB in chunks of 64 KiB. Less makes sparse packs look fuller than they are, no more
/// @param parallel requests at a time
public record PruneOptions(
        Mode mode,
        Duration packGrace,
        Duration pointGrace,
        double sparseBelow,
        long mostCompactedBytes,
        int filterBytes,
        int parallel) {

    /// Deletes, or pretends to.
    public enum Mode {
        PRUNE,
        /// Writes nothing at all, not even a lease.
        DRY_RUN
    }

    /// Longer than any session's lease with all margins, so that no writer who is out of step, and no request
    /// that was on its way for long, meets a deletion.
    public static final Duration SHORTEST_PACK_GRACE = Duration.ofHours(2);

    private static final Duration DAY = Duration.ofDays(1);

    public PruneOptions {
        if (packGrace.compareTo(SHORTEST_PACK_GRACE) < 0) {
            throw new IllegalArgumentException(
                    "A grace period of " + packGrace + " for packs is too short: need " + SHORTEST_PACK_GRACE);
        }
        if (pointGrace.isNegative()) {
            throw new IllegalArgumentException("A grace period of " + pointGrace + " for points is negative");
        }
        if (!(sparseBelow >= 0 && sparseBelow <= 1)) {
            throw new IllegalArgumentException("Packs cannot be needed to less than " + sparseBelow + ": need 0 to 1");
        }
        if (mostCompactedBytes < 0 || filterBytes < 8 || parallel < 1) {
            throw new IllegalArgumentException(
                    "Compaction, memory and requests cannot be limited to %d, %d and %d: need from 0, 8 and 1"
                            .formatted(mostCompactedBytes, filterBytes, parallel));
        }
    }

    /// A week to undelete points, a day for packs; packs that are needed to less than half are compacted.
    public static PruneOptions standard() {
        return new PruneOptions(Mode.PRUNE, DAY, DAY.multipliedBy(7), 0.5, 64L << 30, 256 << 20, 16);
    }

    public PruneOptions dryRun() {
        return new PruneOptions(
                Mode.DRY_RUN, packGrace, pointGrace, sparseBelow, mostCompactedBytes, filterBytes, parallel);
    }

    public PruneOptions withGrace(Duration packs, Duration points) {
        return new PruneOptions(mode, packs, points, sparseBelow, mostCompactedBytes, filterBytes, parallel);
    }

    public PruneOptions withCompaction(double below, long mostBytes) {
        return new PruneOptions(mode, packGrace, pointGrace, below, mostBytes, filterBytes, parallel);
    }

    public PruneOptions withParallel(int requests) {
        return new PruneOptions(mode, packGrace, pointGrace, sparseBelow, mostCompactedBytes, filterBytes, requests);
    }

    boolean compacts() {
        return sparseBelow > 0 && mostCompactedBytes > 0;
    }

    boolean deletes() {
        return mode == Mode.PRUNE;
    }
}
