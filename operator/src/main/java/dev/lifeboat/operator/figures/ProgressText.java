package dev.lifeboat.operator.figures;

import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.crds.ProgressStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An agent's progress as a status carries it.
public final class ProgressText {
    /// A night of 500 VMs must not melt the API server; whoever wants finer figures asks the agents.
    public static final Duration PERIOD = Duration.ofSeconds(10);

    private ProgressText() {}

    /// @param last stays as it is until it is old enough, and when nothing moved
    public static ProgressStatus of(Optional<ProgressStatus> last, Progress seen, Instant now) {
        return last.filter(known -> fresh(known, now) || sameFigures(known, seen))
                .orElseGet(() -> new ProgressStatus(
                        seen.doneBytes(),
                        seen.totalBytes(),
                        Figures.percent(seen.doneBytes(), seen.totalBytes()),
                        seen.bytesPerSecond(),
                        seen.etaSeconds().isPresent() ? seen.etaSeconds().getAsLong() : null,
                        now));
    }

    /// All of it, at the speed of the whole transfer.
    ///
    /// @param bytes that were transferred
    public static ProgressStatus done(Optional<ProgressStatus> last, long seconds, long bytes, Instant now) {
        return last.filter(known -> known.percentText().equals("100%") && known.etaSeconds() == null)
                .orElseGet(() -> new ProgressStatus(bytes, bytes, "100%", bytes / Math.max(1, seconds), null, now));
    }

    private static boolean fresh(ProgressStatus known, Instant now) {
        return known.lastUpdate() != null && known.lastUpdate().plus(PERIOD).isAfter(now);
    }

    private static boolean sameFigures(ProgressStatus known, Progress seen) {
        return known.bytesDone() == seen.doneBytes()
                && known.bytesTotal() == seen.totalBytes()
                && known.bytesPerSecond() == seen.bytesPerSecond();
    }
}
