package dev.lifeboat.repository.prune;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a prune found and did; of a dry run, what it would have done.
///
/// @param epoch of the maintenance lease; 0 for a dry run
/// @param points recovery points that are there
/// @param trashedPoints deleted ones that can be brought back, those purged now included
/// @param purgedPoints deleted ones whose grace period has passed: gone for good
/// @param trashed packs that were named for deletion now
/// @param deleted packs that were named before, and are gone now
/// @param sparse packs that were named for compaction now; the bytes are what they take, needed or not
/// @param compacted packs that were named before, and are a forwarding object now; the bytes are what that freed
/// @param kept packs that stay, and why
/// @param tidied other objects
/// @param warnings what a person should look at, in sentences
public record PruneReport(
        PruneOptions.Mode mode,
        long epoch,
        Instant startedAt,
        Duration took,
        long points,
        long trashedPoints,
        long purgedPoints,
        Amount trashed,
        Amount deleted,
        Amount sparse,
        Amount compacted,
        Map<Reason, Amount> kept,
        Tidied tidied,
        List<String> warnings) {

    public PruneReport {
        kept = Map.copyOf(kept);
        warnings = List.copyOf(warnings);
    }

    /// Some packs, and the bytes they take.
    public record Amount(long packs, long bytes) {

        public static final Amount NONE = new Amount(0, 0);

        Amount plus(long more) {
            return new Amount(packs + 1, bytes + more);
        }
    }

    /// Other objects than packs.
    ///
    /// @param sessions of writers that died
    /// @param segments dedup segments that were of no more use
    /// @param rewrittenSegments those that packs were taken out of
    /// @param collapsedForwards forwarding objects that now lead to their chunks in one step
    /// @param others left behind by probes and by earlier maintenance
    public record Tidied(long sessions, long segments, long rewrittenSegments, long collapsedForwards, long others) {}

    /// Why a pack stays.
    public enum Reason {
        /// A recovery point leads to it, or a deleted one that can be brought back.
        NEEDED,
        /// Nobody needs it, but it is younger than the grace period.
        YOUNG,
        /// It was written since a session began that is still running.
        SESSION_RUNNING,
        /// It is named for deletion, and its grace period has not passed.
        IN_GRACE,
        /// It is named for deletion, and a session is running that does not know of that.
        SESSION_MAY_REFER
    }

    /// What this run gave back to the store.
    public long freedBytes() {
        return deleted.bytes() + compacted.bytes();
    }
}
