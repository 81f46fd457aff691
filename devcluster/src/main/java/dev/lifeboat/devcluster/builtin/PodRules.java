package dev.lifeboat.devcluster.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks of a pod's spec.
final class PodRules {
    private static final Set<String> CHANGEABLE = Set.of("activeDeadlineSeconds", "nodeName", "tolerations");

    private PodRules() {}

    static List<Cause> check(ObjectNode pod, Optional<ObjectNode> old) {
        var causes = new ArrayList<>(checkSpec(pod.path("spec"), "spec"));
        if (old.isPresent() && !fixed(pod).equals(fixed(old.get()))) {
            causes.add(Cause.forbidden(
                    "spec",
                    "pod updates may not change fields other than image, activeDeadlineSeconds and tolerations"));
        }
        return causes;
    }

    static List<Cause> checkSpec(JsonNode spec, String path) {
        var causes = new ArrayList<Cause>();
        if (spec.path("containers").isEmpty()) {
            causes.add(Cause.required(path + ".containers", ""));
        }
        var volumes = new HashSet<>(spec.path("volumes").findValuesAsText("name"));
        var index = 0;
        for (var container : spec.path("containers")) {
            causes.addAll(checkContainer(container, volumes, "%s.containers[%d]".formatted(path, index++)));
        }
        return causes;
    }

    private static List<Cause> checkContainer(JsonNode container, Set<String> volumes, String path) {
        var causes = new ArrayList<Cause>();
        for (var field : List.of("name", "image")) {
            if (Json.textAt(container, field).isEmpty()) {
                causes.add(Cause.required(path + "." + field, ""));
            }
        }
        var index = 0;
        for (var mount : container.path("volumeMounts")) {
            var at = "%s.volumeMounts[%d]".formatted(path, index++);
            var name = Json.textAt(mount, "name");
            if (!volumes.contains(name)) {
                causes.add(new Cause("FieldValueNotFound", at + ".name", "Not found: \"%s\"".formatted(name)));
            }
            if (Json.textAt(mount, "mountPath").isEmpty()) {
                causes.add(Cause.required(at + ".mountPath", ""));
            }
        }
        return causes;
    }

    private static JsonNode fixed(ObjectNode pod) {
        var spec = pod.path("spec").deepCopy();
        if (spec instanceof ObjectNode object) {
            object.remove(CHANGEABLE);
            object.path("containers").forEach(container -> ((ObjectNode) container).remove("image"));
        }
        return spec;
    }
}
