package dev.lifeboat.operator.backuppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupPolicySpec.Schedule;
import dev.lifeboat.crds.BackupType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        30 2 * * *     |                  | 2026-11-23T02:29:59Z | 2026-11-23T02:30:00Z
        30 2 * * *     |                  | 2026-11-23T02:30:00Z | 2026-11-24T02:30:00Z
        30 2 * * *     | Europe/Berlin    | 2026-11-23T00:00:00Z | 2026-11-23T01:30:00Z
        30 2 * * *     | Asia/Kolkata     | 2026-11-23T00:00:00Z | 2026-11-23T21:00:00Z
        */15 * * * *   |                  | 2026-11-23T02:31:00Z | 2026-11-23T02:45:00Z
        0 4 * * 0      |                  | 2026-11-23T00:00:00Z | 2026-11-29T04:00:00Z
        0 4 * * 7      |                  | 2026-11-23T00:00:00Z | 2026-11-29T04:00:00Z
        0 4 * * SUN    |                  | 2026-11-23T00:00:00Z | 2026-11-29T04:00:00Z
        0 4 29 2 *     |                  | 2026-11-23T00:00:00Z | 2028-02-29T04:00:00Z
        0 4 13 * 5     |                  | 2026-11-23T00:00:00Z | 2026-11-27T04:00:00Z
        30 2 * * *     | Europe/Berlin    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z
        30 2 * * *     | Europe/Berlin    | 2026-03-29T12:00:00Z | 2026-03-30T00:30:00Z
        30 2 29 3 *    | Europe/Berlin    | 2025-12-01T00:00:00Z | 2026-03-29T01:00:00Z
        */15 * * * *   | Europe/Berlin    | 2026-03-29T00:45:00Z | 2026-03-29T01:00:00Z
        */15 * * * *   | Europe/Berlin    | 2026-03-29T01:00:00Z | 2026-03-29T01:15:00Z
        */15 * * * *   | Europe/Berlin    | 2026-10-25T00:45:00Z | 2026-10-25T01:00:00Z
        30 2 * * *     | Europe/Berlin    | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z
        30 2 * * *     | Europe/Berlin    | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z
        """)
    void firesNext(String cron, @Nullable String zone, Instant after, Instant expected) {
        assertThat(CronSchedule.of(schedule(cron, zone)).next(after)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"30 2 * *", "99 * * * *", "* * * * * *", "@daily", "every day at 2", "0 0 32 * *"})
    void refusesWhatIsNotFiveFieldsOfCron(String cron) {
        assertThatThrownBy(() -> CronSchedule.of(schedule(cron, null)))
                .isInstanceOfSatisfying(
                        InvalidScheduleException.class,
                        e -> assertThat(e.reason()).isEqualTo(BackupPolicyReason.InvalidCron))
                .hasMessageContaining("spec.schedules[nightly].cron")
                .hasMessageContaining("30 2 * * *");
    }

    @Test
    void refusesAnUnknownTimeZone() {
        assertThatThrownBy(() -> CronSchedule.of(schedule("30 2 * * *", "Europe/Atlantis")))
                .isInstanceOfSatisfying(
                        InvalidScheduleException.class,
                        e -> assertThat(e.reason()).isEqualTo(BackupPolicyReason.InvalidTimeZone))
                .hasMessageContaining("Europe/Atlantis");
    }

    static Schedule schedule(String cron, @Nullable String zone) {
        return new Schedule("nightly", cron, zone, BackupType.Auto, "1h", false);
    }
}
