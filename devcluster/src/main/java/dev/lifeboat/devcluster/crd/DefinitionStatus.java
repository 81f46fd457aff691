package dev.lifeboat.devcluster.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The status of a definition in service, and the finalizer that lets its objects go first.
public final class DefinitionStatus {
    /// Holds a definition until all of its objects are gone.
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private DefinitionStatus() {}

    public static void write(ObjectNode definition, Instant now) {
        if (!Meta.of(definition).deleting()) {
            hold(definition);
        }
        var names = (ObjectNode) Json.at(definition, "spec", "names").deepCopy();
        if (!names.has("singular")) {
            names.put("singular", Json.textAt(names, "kind").toLowerCase(Locale.ROOT));
        }
        if (!names.has("listKind")) {
            names.put("listKind", Json.textAt(names, "kind") + "List");
        }
        var status = Json.child(definition, "status");
        status.set("acceptedNames", names);
        if (!status.has("conditions")) {
            var conditions = status.putArray("conditions");
            conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found", now));
            conditions.add(
                    condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));
        }
        var stored = status.putArray("storedVersions");
        for (var version : definition.path("spec").path("versions")) {
            if (version.path("storage").asBoolean()) {
                stored.add(Json.textAt(version, "name"));
            }
        }
    }

    private static void hold(ObjectNode definition) {
        if (!Meta.of(definition).finalizers().contains(CLEANUP)) {
            Meta.edit(definition).withArray("finalizers").add(CLEANUP);
        }
    }

    private static ObjectNode condition(String type, String reason, String message, Instant now) {
        return Json.object()
                .put("type", type)
                .put("status", "True")
                .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("reason", reason)
                .put("message", message);
    }
}
