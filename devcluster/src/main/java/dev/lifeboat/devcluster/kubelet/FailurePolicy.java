package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.util.List;

/// What a job's `podFailurePolicy` makes of a failed pod. The first rule that matches decides.
record FailurePolicy(JsonNode rules) {
    enum Action {
        COUNT,
        IGNORE,
        FAIL_JOB
    }

    /// The action, and for a failing job the sentence that explains it.
    record Verdict(Action action, String message) {}

    static FailurePolicy of(JsonNode job) {
        return new FailurePolicy(Json.at(job, "spec", "podFailurePolicy", "rules"));
    }

    Verdict judge(JsonNode pod) {
        var index = 0;
        for (var rule : rules) {
            if (matches(rule, pod)) {
                return verdict(rule, pod, index);
            }
            index++;
        }
        return new Verdict(Action.COUNT, "");
    }

    private static Verdict verdict(JsonNode rule, JsonNode pod, int index) {
        return switch (Json.textAt(rule, "action")) {
            case "FailJob" -> new Verdict(Action.FAIL_JOB, message(pod, rule, index));
            case "Ignore" -> new Verdict(Action.IGNORE, "");
            default -> new Verdict(Action.COUNT, "");
        };
    }

    private static String message(JsonNode pod, JsonNode rule, int index) {
        var meta = Meta.of(pod);
        var name = "%s/%s".formatted(meta.namespace(), meta.name());
        return rule.has("onExitCodes")
                ? "Container %s for pod %s failed with exit code %d matching FailJob rule at index %d"
                        .formatted(Json.textAt(terminated(pod).path(0), "name"), name, exitCode(pod), index)
                : "Pod %s has condition matching FailJob rule at index %d".formatted(name, index);
    }

    private static boolean matches(JsonNode rule, JsonNode pod) {
        var codes = rule.path("onExitCodes");
        if (codes.isMissingNode()) {
            return matchesConditions(rule.path("onPodConditions"), pod);
        }
        if (Json.at(terminated(pod).path(0), "state", "terminated").isMissingNode()) {
            return false;
        }
        var container = Json.textAt(codes, "containerName");
        if (!container.isEmpty()
                && !container.equals(Json.textAt(terminated(pod).path(0), "name"))) {
            return false;
        }
        var code = Integer.toString(exitCode(pod));
        var listed = Json.texts(codes.path("values")).contains(code);
        return Json.textAt(codes, "operator").equals("NotIn") ? !listed && !code.equals("0") : listed;
    }

    private static boolean matchesConditions(JsonNode wanted, JsonNode pod) {
        for (var condition : wanted) {
            var status = Json.textAt(condition, "status");
            if (Conditions.holds(pod, Json.textAt(condition, "type"))
                    == List.of("", "True").contains(status)) {
                return true;
            }
        }
        return false;
    }

    private static int exitCode(JsonNode pod) {
        return Json.at(terminated(pod).path(0), "state", "terminated", "exitCode")
                .asInt();
    }

    private static JsonNode terminated(JsonNode pod) {
        return pod.path("status").path("containerStatuses");
    }
}
