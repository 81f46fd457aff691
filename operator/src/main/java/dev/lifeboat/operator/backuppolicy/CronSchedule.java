package dev.lifeboat.operator.backuppolicy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupPolicySpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// When a schedule fires: five fields of cron, read in a time zone.
///
/// A time that the clocks skip in spring fires when they have skipped it; one that they show twice in autumn fires
/// once.
final class CronSchedule {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /// For a skipped time where cron knows no other.
    private static final Duration SEARCHED = Duration.ofDays(366);

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /// @throws InvalidScheduleException naming the field that is wrong
    static CronSchedule of(BackupPolicySpec.Schedule schedule) {
        var field = "spec.schedules[" + schedule.name() + "]";
        return new CronSchedule(times(field, schedule.cron()), zone(field, schedule.timeZone()));
    }

    /// Strictly after; empty for a day that never comes, such as 30 February.
    Optional<Instant> next(Instant after) {
        var regular = times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
        return skipped(after, regular.orElse(after.plus(SEARCHED))).or(() -> regular);
    }

    /// The first moment in between at which clocks were set forward over a time of this schedule.
    private Optional<Instant> skipped(Instant after, Instant before) {
        return Stream.iterate(
                        zone.getRules().nextTransition(after),
                        Objects::nonNull,
                        it -> zone.getRules().nextTransition(it.getInstant()))
                .takeWhile(it -> it.getInstant().isBefore(before))
                .filter(ZoneOffsetTransition::isGap)
                .filter(this::coversATime)
                .map(ZoneOffsetTransition::getInstant)
                .findFirst();
    }

    private boolean coversATime(ZoneOffsetTransition gap) {
        var first = gap.getDateTimeBefore().minusSeconds(1).atZone(ZoneOffset.UTC);
        return times.nextExecution(first)
                .filter(time -> time.toLocalDateTime().isBefore(gap.getDateTimeAfter()))
                .isPresent();
    }

    /// The last one before.
    Optional<Instant> last(Instant before) {
        return times.lastExecution(before.atZone(zone)).map(ZonedDateTime::toInstant);
    }

    boolean firesAt(Instant time) {
        return next(time.minusSeconds(1)).filter(time::equals).isPresent();
    }

    private static ExecutionTime times(String field, String cron) {
        try {
            return ExecutionTime.forCron(PARSER.parse(cron).validate());
        } catch (IllegalArgumentException e) {
            throw new InvalidScheduleException(
                    BackupPolicyReason.InvalidCron,
                    field + ".cron '" + cron + "' is not valid: " + e.getMessage()
                            + ". Write minute, hour, day of month, month and day of week, such as 30 2 * * *",
                    e);
        }
    }

    private static ZoneId zone(String field, @Nullable String zone) {
        try {
            return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new InvalidScheduleException(
                    BackupPolicyReason.InvalidTimeZone,
                    field + ".timeZone '" + zone + "' is not known. Use a name such as Europe/Berlin or UTC",
                    e);
        }
    }
}
