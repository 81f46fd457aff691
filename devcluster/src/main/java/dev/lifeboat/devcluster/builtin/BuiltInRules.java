package dev.lifeboat.devcluster.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.util.List;
import java.util.Optional;

/// Defaults and checks by kind; kinds that are not named are stored as they come.
public final class BuiltInRules {
    private BuiltInRules() {}

    /// Fills in place what the user may leave out.
    public static void fillDefaults(String kind, ObjectNode object) {
        switch (kind) {
            case "Job" -> JobRules.fillDefaults(object);
            case "Pod" -> {
                PodDefaults.fill(Json.child(object, "spec"), "Always");
                startPending(object);
            }
            case "Deployment" ->
                PodDefaults.fill(Json.child(Json.child(Json.child(object, "spec"), "template"), "spec"), "Always");
            case "Secret" -> DataRules.fillSecret(object);
            case "PersistentVolumeClaim" -> {
                fillClaim(Json.child(object, "spec"));
                startPending(object);
            }
            case "PersistentVolume" -> fillVolume(Json.child(object, "spec"));
            case "Namespace" -> fillNamespace(object);
            case "Service" -> ServiceDefaults.fill(Json.child(object, "spec"));
            default -> {}
        }
    }

    public static List<Cause> check(String kind, ObjectNode object, Optional<ObjectNode> old) {
        return switch (kind) {
            case "Job" -> JobRules.check(object, old);
            case "Pod" -> PodRules.check(object, old);
            case "Secret", "ConfigMap" -> DataRules.check(object, old);
            case "PersistentVolumeClaim" -> claim(object, old);
            default -> List.of();
        };
    }

    static void fill(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    static void fill(ObjectNode object, String field, long value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    static void fill(ObjectNode object, String field, boolean value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    private static void startPending(ObjectNode object) {
        fill(Json.child(object, "status"), "phase", "Pending");
    }

    private static void fillClaim(ObjectNode spec) {
        fill(spec, "volumeMode", "Filesystem");
        fill(spec, "storageClassName", "standard");
    }

    private static void fillVolume(ObjectNode spec) {
        fill(spec, "volumeMode", "Filesystem");
        fill(spec, "persistentVolumeReclaimPolicy", "Retain");
    }

    private static void fillNamespace(ObjectNode namespace) {
        fill(Json.child(namespace, "status"), "phase", "Active");
        fill(
                Json.child(Meta.edit(namespace), "labels"),
                "kubernetes.io/metadata.name",
                Meta.of(namespace).name());
    }

    private static List<Cause> claim(ObjectNode claim, Optional<ObjectNode> old) {
        if (old.isEmpty()) {
            return List.of();
        }
        var before = (ObjectNode) old.get().path("spec").deepCopy();
        var after = (ObjectNode) claim.path("spec").deepCopy();
        List.of("resources", "volumeName").forEach(field -> {
            before.remove(field);
            after.remove(field);
        });
        return before.equals(after)
                ? List.of()
                : List.of(Cause.forbidden(
                        "spec",
                        "spec is immutable after creation except resources.requests and"
                                + " volumeAttributesClassName for bound claims"));
    }
}
