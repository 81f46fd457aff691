package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The two clocks of a job: how long it may run, and how long it stays when it has finished.
final class JobTimes {
    private JobTimes() {}

    static boolean late(JsonNode job, Instant now) {
        return untilLate(job, now).filter(Duration::isNegative).isPresent();
    }

    /// Negative for one that is late; empty for one that has not begun or may take its time.
    static Optional<Duration> untilLate(JsonNode job, Instant now) {
        var start = Json.textAt(job, "status", "startTime");
        var seconds = job.path("spec").path("activeDeadlineSeconds");
        return start.isEmpty() || !seconds.isNumber()
                ? Optional.empty()
                : Optional.of(Duration.between(now, Instant.parse(start).plusSeconds(seconds.asLong())));
    }

    /// Of a finished job; empty for one that stays.
    static Optional<Duration> untilExpired(JsonNode job, Instant now) {
        var seconds = job.path("spec").path("ttlSecondsAfterFinished");
        return seconds.isNumber()
                ? Optional.of(Duration.between(now, finishedAt(job).orElse(now).plusSeconds(seconds.asLong())))
                : Optional.empty();
    }

    private static Optional<Instant> finishedAt(JsonNode job) {
        for (var condition : job.path("status").path("conditions")) {
            var type = Json.textAt(condition, "type");
            if (type.equals("Complete") || type.equals("Failed")) {
                return Optional.of(Instant.parse(Json.textAt(condition, "lastTransitionTime")));
            }
        }
        return Optional.empty();
    }
}
