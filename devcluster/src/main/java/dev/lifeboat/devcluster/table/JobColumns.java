package dev.lifeboat.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The columns of jobs.
final class JobColumns {
    private JobColumns() {}

    static List<Column> columns() {
        return List.of(
                Column.objectName(),
                Column.text("Status", (job, _) -> Json.text(status(job))),
                Column.text("Completions", (job, _) -> Json.text(completions(job))),
                Column.text("Duration", (job, now) -> Json.text(duration(job, now))),
                Column.age("Age", "metadata", "creationTimestamp"));
    }

    private static String status(JsonNode job) {
        for (var condition : job.path("status").path("conditions")) {
            var type = Json.textAt(condition, "type");
            if (List.of("Complete", "Failed", "Suspended").contains(type)
                    && Json.textAt(condition, "status").equals("True")) {
                return type;
            }
        }
        return "Running";
    }

    private static String completions(JsonNode job) {
        return "%d/%d"
                .formatted(
                        job.path("status").path("succeeded").asInt(),
                        job.path("spec").path("completions").asInt(1));
    }

    private static String duration(JsonNode job, Instant now) {
        var start = Json.textAt(job, "status", "startTime");
        if (start.isEmpty()) {
            return "";
        }
        var end = Json.textAt(job, "status", "completionTime");
        return Age.shown(Duration.between(Instant.parse(start), end.isEmpty() ? now : Instant.parse(end)));
    }
}
