package dev.lifeboat.operator.backupstorage;

import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.ProbeReport;
import dev.lifeboat.operator.agent.AgentRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides what becomes of a storage's probe.
final class ProbePlan {
    /// A storage that is not well is looked at more often than the spec says: somebody is mending it.
    static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    /// A backup changes what the storage holds; a night of hundreds of them does not mean hundreds of probes.
    static final Duration BETWEEN_PROBES = Duration.ofSeconds(30);

    private ProbePlan() {}

    /// @param lastProbe   when the last one ended
    /// @param specChanged since then
    /// @param well        whether the last one went well
    /// @param lastBackup  when a backup into this storage last ended
    record Observed(
            Instant now,
            Optional<Instant> lastProbe,
            boolean specChanged,
            boolean well,
            Duration interval,
            Optional<Instant> lastBackup) {

        /// When the next one starts.
        Instant due() {
            if (specChanged || lastProbe.isEmpty()) {
                return now;
            }
            var pause = well || interval.compareTo(AFTER_FAILURE) < 0 ? interval : AFTER_FAILURE;
            var last = lastProbe.get();
            var outdated = lastBackup.filter(ended -> ended.isAfter(last)).isPresent();
            var soon = last.plus(BETWEEN_PROBES);
            var regular = last.plus(pause);
            return well && outdated && soon.isBefore(regular) ? soon : regular;
        }
    }

    sealed interface Step {
        /// Nothing to do until then.
        record Sleep(Duration duration) implements Step {}

        record Start() implements Step {}

        /// The agent works, or waits for the reason given.
        record Wait(Optional<String> why) implements Step {}

        record Accept(ProbeReport report) implements Step {}

        record Refuse(FailureReport report) implements Step {}

        /// The agent ended without a report that means anything here.
        record GiveUp(String message) implements Step {}
    }

    /// @param run of the agent that the next probe belongs to
    static Step next(Observed observed, AgentRun run) {
        return switch (run) {
            case AgentRun.Absent _ ->
                observed.due().isAfter(observed.now())
                        ? new Step.Sleep(Duration.between(observed.now(), observed.due()))
                        : new Step.Start();
            case AgentRun.Pending(var whyNot) -> new Step.Wait(whyNot);
            case AgentRun.Running _ -> new Step.Wait(Optional.empty());
            case AgentRun.Died(var message, var retriesLeft) ->
                retriesLeft ? new Step.Wait(Optional.of(message)) : new Step.GiveUp(message);
            case AgentRun.Silent(var message) -> new Step.GiveUp(message);
            case AgentRun.Finished(var report) ->
                switch (report) {
                    case ProbeReport probe -> new Step.Accept(probe);
                    case FailureReport failure -> new Step.Refuse(failure);
                    default -> new Step.GiveUp("The agent answered a probe with " + report);
                };
        };
    }
}
