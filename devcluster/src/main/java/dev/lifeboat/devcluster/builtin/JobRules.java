package dev.lifeboat.devcluster.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Jobs: defaults, the labels that tie pods to a job, and what may not change.
final class JobRules {
    private static final List<String> IMMUTABLE = List.of("template", "selector", "completions", "completionMode");

    private JobRules() {}

    static void fillDefaults(ObjectNode job) {
        var spec = Json.child(job, "spec");
        BuiltInRules.fill(spec, "parallelism", 1);
        BuiltInRules.fill(spec, "completions", 1);
        BuiltInRules.fill(spec, "backoffLimit", 6);
        BuiltInRules.fill(spec, "completionMode", "NonIndexed");
        BuiltInRules.fill(spec, "suspend", false);
        BuiltInRules.fill(spec, "manualSelector", false);
        BuiltInRules.fill(
                spec, "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        var template = Json.child(spec, "template");
        PodDefaults.fill(Json.child(template, "spec"), "");
        label(Meta.of(job), spec, template);
    }

    private static void label(Meta job, ObjectNode spec, ObjectNode template) {
        var labels = Json.child(Json.child(template, "metadata"), "labels");
        labels.put("batch.kubernetes.io/controller-uid", job.uid());
        labels.put("batch.kubernetes.io/job-name", job.name());
        labels.put("controller-uid", job.uid());
        labels.put("job-name", job.name());
        if (!spec.has("selector")) {
            spec.putObject("selector").putObject("matchLabels").put("batch.kubernetes.io/controller-uid", job.uid());
        }
    }

    static List<Cause> check(ObjectNode job, Optional<ObjectNode> old) {
        var spec = job.path("spec");
        var pod = spec.path("template").path("spec");
        var causes = new ArrayList<>(PodRules.checkSpec(pod, "spec.template.spec"));
        var restart = Json.textAt(pod, "restartPolicy");
        if (!List.of("Never", "OnFailure").contains(restart)) {
            causes.add(new Cause(
                    "FieldValueNotSupported",
                    "spec.template.spec.restartPolicy",
                    "Unsupported value: \"%s\": supported values: \"OnFailure\", \"Never\"".formatted(restart)));
        }
        if (spec.has("podFailurePolicy") && !restart.equals("Never")) {
            causes.add(Cause.invalid(
                    "spec.template.spec.restartPolicy",
                    "\"" + restart + "\"",
                    "only \"Never\" is supported when podFailurePolicy is specified"));
        }
        checkNumbers(spec, causes);
        old.ifPresent(before -> checkChange(spec, before.path("spec"), causes));
        return causes;
    }

    private static void checkNumbers(JsonNode spec, List<Cause> causes) {
        for (var field : List.of(
                "parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished")) {
            if (spec.path(field).asLong() < 0) {
                causes.add(Cause.invalid(
                        "spec." + field, spec.path(field).toString(), "must be greater than or equal to 0"));
            }
        }
        for (var field : List.of("parallelism", "completions")) {
            if (spec.path(field).asLong() > 1) {
                causes.add(Cause.invalid(
                        "spec." + field, spec.path(field).toString(), "devcluster runs one pod per job: must be 1"));
            }
        }
    }

    private static void checkChange(JsonNode spec, JsonNode before, List<Cause> causes) {
        for (var field : IMMUTABLE) {
            if (!Json.same(before.path(field), spec.path(field))) {
                causes.add(Cause.invalid("spec." + field, "{…}", "field is immutable"));
            }
        }
    }
}
