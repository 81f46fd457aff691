package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.Kind;
import org.jspecify.annotations.Nullable;

/// What somebody sends to be written: whether it is for the object that the URL names, and which part of it counts
/// there.
final class WrittenObject {
    private WrittenObject() {}

    /// Status writes change the status alone; other writes leave it alone.
    static ObjectNode part(Target target, ObjectNode live, ObjectNode wanted) {
        if (target.status()) {
            var fresh = live.deepCopy();
            return setOrRemove(fresh, wanted.get("status"));
        }
        return target.kind().hasStatus() ? setOrRemove(wanted, live.get("status")) : wanted;
    }

    private static ObjectNode setOrRemove(ObjectNode object, @Nullable JsonNode status) {
        if (status == null) {
            object.remove("status");
        } else {
            object.set("status", status);
        }
        return object;
    }

    /// The part of an applied object that this endpoint can own.
    static ObjectNode intent(Target target, ObjectNode body) {
        var intent = body.deepCopy();
        if (target.status()) {
            intent.retain("apiVersion", "kind", "metadata", "status");
            Meta.edit(intent).retain("name", "namespace", "resourceVersion", "uid");
        } else if (target.kind().hasStatus()) {
            intent.remove("status");
        }
        return intent;
    }

    static void checkPreconditions(Target target, ObjectNode live, ObjectNode wanted) {
        var name = target.key().name();
        var meta = Meta.of(wanted);
        if (!meta.name().isEmpty() && !meta.name().equals(name)) {
            throw ApiFailure.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s)".formatted(meta.name(), name));
        }
        if (!meta.uid().isEmpty() && !meta.uid().equals(Meta.of(live).uid())) {
            throw ApiFailure.conflict(
                    target.kind().resource(),
                    name,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(meta.uid(), Meta.of(live).uid()));
        }
        if (!meta.resourceVersion().isEmpty()
                && !meta.resourceVersion().equals(Meta.of(live).resourceVersion())) {
            throw ApiFailure.stale(target.kind().resource(), name);
        }
    }

    static void checkType(Kind kind, ObjectNode object) {
        var apiVersion = Json.textAt(object, "apiVersion");
        var name = Json.textAt(object, "kind");
        if (apiVersion.isEmpty() && name.isEmpty() && !kind.custom()) {
            object.put("apiVersion", kind.version().apiVersion()).put("kind", kind.kind());
        } else if (!apiVersion.equals(kind.version().apiVersion()) || !name.equals(kind.kind())) {
            throw ApiFailure.badRequest(
                    "the object's apiVersion and kind (%s, %s) do not match those of the URL (%s, %s)"
                            .formatted(apiVersion, name, kind.version().apiVersion(), kind.kind()));
        }
    }
}
