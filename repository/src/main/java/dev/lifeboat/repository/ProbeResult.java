package dev.lifeboat.repository;

import java.util.List;

/// What a store can do, found out by doing it. The steps stand in the order in which they were tried.
public record ProbeResult(List<Step> steps) {

    public ProbeResult {
        steps = List.copyOf(steps);
    }

    /// One capability.
    ///
    /// @param message what happened, and if it failed, what to do about it
    public record Step(String name, Outcome outcome, String message) {

        public boolean ok() {
            return outcome == Outcome.OK;
        }
    }

    /// How a step went.
    public enum Outcome {
        OK,
        FAILED,
        /// Not tried, since an earlier step failed that it builds on.
        SKIPPED
    }

    /// Whether backups can be written here.
    public boolean usable() {
        return steps.stream().allMatch(Step::ok);
    }
}
