package dev.lifeboat.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.List;

/// The columns of pods.
final class PodColumns {
    private PodColumns() {}

    static List<Column> columns() {
        return List.of(
                Column.objectName(),
                Column.text("Ready", (pod, _) -> Json.text(ready(pod))),
                Column.text("Status", (pod, _) -> Json.text(status(pod))),
                Column.text("Restarts", (pod, _) -> Json.text(Integer.toString(restarts(pod)))),
                Column.age("Age", "metadata", "creationTimestamp"),
                Column.path("IP", "status", "podIP").wide(),
                Column.path("Node", "spec", "nodeName").wide());
    }

    private static String ready(JsonNode pod) {
        var ready = 0;
        for (var container : pod.path("status").path("containerStatuses")) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
        }
        return "%d/%d".formatted(ready, pod.path("spec").path("containers").size());
    }

    /// The reason of the container's state tells more than the phase, as `kubectl get` has it.
    private static String status(JsonNode pod) {
        if (Json.at(pod, "metadata", "deletionTimestamp").isTextual()) {
            return "Terminating";
        }
        var shown = Json.textAt(pod, "status", "reason");
        for (var container : pod.path("status").path("containerStatuses")) {
            for (var state : List.of("waiting", "terminated")) {
                var reason = Json.textAt(container, "state", state, "reason");
                shown = reason.isEmpty() ? shown : reason;
            }
        }
        return shown.isEmpty() ? Json.textAt(pod, "status", "phase") : shown;
    }

    private static int restarts(JsonNode pod) {
        var restarts = 0;
        for (var container : pod.path("status").path("containerStatuses")) {
            restarts += container.path("restartCount").asInt();
        }
        return restarts;
    }
}
