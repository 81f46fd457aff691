package dev.lifeboat.repository;

import java.util.List;

/// What a store can do, found out by doing it. The steps stand in the order in which they were tried; their
/// names are stable:
/// - abilities, which a repository needs: `put`, `get`, `range`, `suffix`, `conditional put`, `one winner`,
///   `list`, `list order`, `delete`, `batch delete`;
/// - settings of a bucket, where there is one: `versioning`, `object lock`, `lifecycle`;
/// - measurements: `clock`, `latency`, `throughput`.
public record ProbeResult(List<Step> steps) {

    public ProbeResult {
        steps = List.copyOf(steps);
    }

    /// One finding.
    ///
    /// @param message what happened, and if it failed, what to do about it
    public record Step(String name, Outcome outcome, String message) {

        public boolean ok() {
            return outcome == Outcome.OK;
        }
    }

    /// How a step went.
    public enum Outcome {
        /// An ability that the store has.
        OK,
        /// A fact; nothing to do.
        NOTED,
        /// It works, but a person should read the message.
        ATTENTION,
        /// Nobody could find out: not permitted to look, say.
        UNKNOWN,
        /// Backups cannot be written here, or would not last.
        FAILED,
        /// Not tried, since an earlier step failed that it builds on.
        SKIPPED
    }

    /// Whether backups can be written here.
    public boolean usable() {
        return steps.stream().noneMatch(step -> step.outcome() == Outcome.FAILED || step.outcome() == Outcome.SKIPPED);
    }
}
