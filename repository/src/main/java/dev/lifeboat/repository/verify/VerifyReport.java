package dev.lifeboat.repository.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a verification found.
///
/// @param findings up to ten thousand; `figures` counts all
/// @param damagedPoints by machine and time
/// @param intactPoints which lost nothing, as far as this run looked
public record VerifyReport(
        VerifyOptions.Depth depth,
        Ended ended,
        Instant startedAt,
        Duration took,
        VerifyFigures figures,
        List<Finding> findings,
        List<DamagedPoint> damagedPoints,
        long intactPoints) {

    /// Why it ended.
    public enum Ended {
        /// All that was asked for was looked at.
        COMPLETE,
        /// The budget was used up; the next run goes on from here.
        BUDGET_USED,
        CANCELLED
    }

    public VerifyReport {
        findings = List.copyOf(findings);
        damagedPoints = List.copyOf(damagedPoints);
    }

    /// Whether everything that was looked at is as it was written.
    public boolean clean() {
        return figures.findings() == 0;
    }
}
