package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import java.time.Instant;

/// Conditions of pods and jobs.
final class Conditions {
    private Conditions() {}

    static boolean holds(JsonNode object, String type) {
        for (var condition : object.path("status").path("conditions")) {
            if (Json.textAt(condition, "type").equals(type)) {
                return Json.textAt(condition, "status").equals("True");
            }
        }
        return false;
    }

    /// The time of transition moves with the status alone.
    static void set(ObjectNode status, String type, boolean holds, String reason, String message, Instant now) {
        var condition = find(status, type);
        var wanted = holds ? "True" : "False";
        if (!Json.textAt(condition, "status").equals(wanted)) {
            condition.put("lastTransitionTime", Termination.seconds(now));
        }
        condition.put("status", wanted);
        put(condition, "reason", reason);
        put(condition, "message", message);
    }

    private static void put(ObjectNode condition, String field, String value) {
        if (value.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, value);
        }
    }

    private static ObjectNode find(ObjectNode status, String type) {
        var conditions = status.withArray("conditions");
        for (var condition : conditions) {
            if (Json.textAt(condition, "type").equals(type)) {
                return (ObjectNode) condition;
            }
        }
        return conditions.addObject().put("type", type);
    }
}
