package dev.lifeboat.operator.backuppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupPolicySpec.Schedule;
import dev.lifeboat.crds.BackupPolicyStatus.ScheduleStatus;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.operator.backuppolicy.SchedulePlan.Readiness;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchedulePlanTest {
    private static final Schedule HOURLY = new Schedule("hourly", "0 * * * *", null, BackupType.Auto, "30m", false);

    @Test
    void aNewScheduleWaitsForItsNextTime() {
        // when
        var decision = next(Optional.empty(), "2026-11-23T02:10:00Z", Readiness.Able);

        // then
        assertThat(decision.fire()).isEmpty();
        assertThat(decision.status()).isEqualTo(status("2026-11-23T03:00:00Z", null, 0));
    }

    @Test
    void firesWhenItsTimeHasCome() {
        // given
        var known = status("2026-11-23T03:00:00Z", "2026-11-23T02:00:00Z", 0);

        // when
        var decision = next(Optional.of(known), "2026-11-23T03:00:00Z", Readiness.Able);

        // then
        assertThat(decision.fire()).contains(Instant.parse("2026-11-23T03:00:00Z"));
        assertThat(decision.status()).isEqualTo(status("2026-11-23T04:00:00Z", "2026-11-23T03:00:00Z", 0));
    }

    @Test
    void firesTheSameTimeAgainWhenTheStatusWasNotWritten() {
        // given
        var known = Optional.of(status("2026-11-23T03:00:00Z", null, 0));

        // when
        var first = next(known, "2026-11-23T03:00:00Z", Readiness.Able);
        var second = next(known, "2026-11-23T03:00:09Z", Readiness.Able);

        // then
        assertThat(second.fire()).isEqualTo(first.fire());
    }

    @Test
    void afterAnAbsenceOnlyTheLatestRunStartsAndTheOthersAreMissed() {
        // given
        var known = status("2026-11-22T22:00:00Z", "2026-11-22T21:00:00Z", 2);

        // when
        var decision = next(Optional.of(known), "2026-11-23T03:20:00Z", Readiness.Able);

        // then
        assertThat(decision.fire()).contains(Instant.parse("2026-11-23T03:00:00Z"));
        assertThat(decision.status()).isEqualTo(status("2026-11-23T04:00:00Z", "2026-11-23T03:00:00Z", 2 + 5));
    }

    @Test
    void aRunThatCannotStartByItsDeadlineIsMissed() {
        // given
        var known = status("2026-11-23T03:00:00Z", "2026-11-23T02:00:00Z", 0);

        // when
        var decision = next(Optional.of(known), "2026-11-23T03:30:01Z", Readiness.Able);

        // then
        assertThat(decision.fire()).isEmpty();
        assertThat(decision.status()).isEqualTo(status("2026-11-23T04:00:00Z", "2026-11-23T02:00:00Z", 1));
    }

    @Test
    void aRunThatCannotStartYetWaitsUntilItsDeadline() {
        // given
        var known = Optional.of(status("2026-11-23T03:00:00Z", null, 0));

        // when
        var waiting = next(known, "2026-11-23T03:10:00Z", Readiness.NotYet);
        var able = next(Optional.of(waiting.status()), "2026-11-23T03:20:00Z", Readiness.Able);

        // then
        assertThat(waiting.fire()).isEmpty();
        assertThat(waiting.status()).isEqualTo(known.get());
        assertThat(able.fire()).contains(Instant.parse("2026-11-23T03:00:00Z"));
    }

    @Test
    void whatIsDueWhileSuspendedIsNeitherStartedNorMissed() {
        // given
        var known = status("2026-11-23T03:00:00Z", "2026-11-23T02:00:00Z", 0);

        // when
        var suspended = next(Optional.of(known), "2026-11-23T05:10:00Z", Readiness.Suspended);
        var resumed = next(Optional.of(suspended.status()), "2026-11-23T05:20:00Z", Readiness.Able);

        // then
        assertThat(suspended.status()).isEqualTo(status(null, "2026-11-23T02:00:00Z", 0));
        assertThat(resumed.fire()).isEmpty();
        assertThat(resumed.status()).isEqualTo(status("2026-11-23T06:00:00Z", "2026-11-23T02:00:00Z", 0));
    }

    @Test
    void aTimeOfAnEarlierCronIsForgotten() {
        // given
        var known = status("2026-11-23T02:30:00Z", null, 0);

        // when
        var decision = next(Optional.of(known), "2026-11-23T02:40:00Z", Readiness.Able);

        // then
        assertThat(decision.fire()).isEmpty();
        assertThat(decision.status()).isEqualTo(status("2026-11-23T03:00:00Z", null, 0));
    }

    @Test
    void aDayThatNeverComesFiresNever() {
        // given
        var never = new Schedule("never", "0 0 30 2 *", null, BackupType.Auto, "1h", false);

        // when
        var decision = SchedulePlan.next(
                never, CronSchedule.of(never), Optional.empty(), Instant.parse("2026-11-23T00:00:00Z"), Readiness.Able);

        // then
        assertThat(decision.fire()).isEmpty();
        assertThat(decision.status().nextTime()).isNull();
    }

    private static SchedulePlan.Decision next(Optional<ScheduleStatus> known, String now, Readiness readiness) {
        return SchedulePlan.next(HOURLY, CronSchedule.of(HOURLY), known, Instant.parse(now), readiness);
    }

    private static ScheduleStatus status(String next, String last, int missed) {
        return new ScheduleStatus("hourly", instant(next), instant(last), missed);
    }

    private static Instant instant(String text) {
        return text == null ? null : Instant.parse(text);
    }
}
