package dev.lifeboat.devcluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.apply.Shape;
import dev.lifeboat.devcluster.json.Json;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/// Patches that need nothing but the object.
public final class Patches {
    private Patches() {}

    public static ObjectNode json(ObjectNode live, JsonNode patch) {
        try {
            if (JsonPatch.apply(patch, live) instanceof ObjectNode patched) {
                return patched;
            }
            throw new PatchRefused("the patch leaves no object");
        } catch (JsonPatchException e) {
            throw new PatchRefused("the server rejected our request due to an error in our request: " + e.getMessage());
        }
    }

    /// RFC 7386: null removes.
    public static ObjectNode merge(ObjectNode live, JsonNode patch) {
        if (patch instanceof ObjectNode changes) {
            var merged = live.deepCopy();
            mergeInto(merged, changes);
            return merged;
        }
        throw new PatchRefused("a merge patch is an object");
    }

    public static ObjectNode strategic(ObjectNode live, JsonNode patch, Shape shape) {
        if (patch instanceof ObjectNode changes) {
            return StrategicMerge.merge(live, changes, shape);
        }
        throw new PatchRefused("a strategic merge patch is an object");
    }

    private static void mergeInto(ObjectNode target, ObjectNode changes) {
        changes.properties().forEach(entry -> {
            var name = entry.getKey();
            var change = entry.getValue();
            if (change.isNull()) {
                target.remove(name);
            } else if (change instanceof ObjectNode nested) {
                mergeInto(Json.child(target, name), nested);
            } else {
                target.set(name, change.deepCopy());
            }
        });
    }
}
