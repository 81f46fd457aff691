package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.operator.access.SpecDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides whether one schedule fires now. What it waits for is kept in the status: the next time, which stays in the
/// past until it was acted on, however long the operator was away.
final class SchedulePlan {
    /// More runs than this are not counted one by one after a long absence.
    private static final int COUNTED = 1_000;

    private SchedulePlan() {}

    /// @param fire   the time of the run that starts now
    /// @param status to be written
    record Decision(Optional<Instant> fire, BackupPolicyStatus.ScheduleStatus status) {}

    /// Whether a run could start.
    enum Readiness {
        Able,
        /// Later, perhaps; a run that is due waits until its deadline.
        NotYet,
        /// The user wants none; what is due meanwhile is not missed.
        Suspended
    }

    /// @param known what the status says of this schedule, if it is not new
    static Decision next(
            BackupPolicySpec.Schedule schedule,
            CronSchedule cron,
            Optional<BackupPolicyStatus.ScheduleStatus> known,
            Instant now,
            Readiness readiness) {
        var missed = known.map(BackupPolicyStatus.ScheduleStatus::missedRuns).orElse(0);
        var lastTime = known.map(BackupPolicyStatus.ScheduleStatus::lastTime);
        var pending = known.map(BackupPolicyStatus.ScheduleStatus::nextTime).filter(cron::firesAt);
        if (readiness == Readiness.Suspended || schedule.suspend()) {
            return new Decision(Optional.empty(), status(schedule, Optional.empty(), lastTime, missed));
        }
        if (pending.isEmpty() || pending.get().isAfter(now)) {
            return new Decision(Optional.empty(), status(schedule, cron.next(now), lastTime, missed));
        }
        var due = Due.of(cron, pending.get(), now);
        missed += due.skipped();
        if (due.latest().plus(deadline(schedule)).isBefore(now)) {
            return new Decision(Optional.empty(), status(schedule, cron.next(now), lastTime, missed + 1));
        }
        return readiness == Readiness.Able
                ? new Decision(
                        Optional.of(due.latest()), status(schedule, cron.next(now), Optional.of(due.latest()), missed))
                : new Decision(Optional.empty(), status(schedule, Optional.of(due.latest()), lastTime, missed));
    }

    /// Of several runs that are due only the latest is of use.
    private record Due(Instant latest, int skipped) {
        static Due of(CronSchedule cron, Instant pending, Instant now) {
            var latest = pending;
            for (var skipped = 0; skipped < COUNTED; skipped++) {
                var next = cron.next(latest);
                if (next.isEmpty() || next.get().isAfter(now)) {
                    return new Due(latest, skipped);
                }
                latest = next.get();
            }
            return new Due(cron.last(now.plusSeconds(1)).orElse(latest), COUNTED);
        }
    }

    private static Duration deadline(BackupPolicySpec.Schedule schedule) {
        return SpecDuration.parse(schedule.startingDeadline());
    }

    private static BackupPolicyStatus.ScheduleStatus status(
            BackupPolicySpec.Schedule schedule, Optional<Instant> next, Optional<Instant> last, int missed) {
        return new BackupPolicyStatus.ScheduleStatus(schedule.name(), next.orElse(null), last.orElse(null), missed);
    }
}
