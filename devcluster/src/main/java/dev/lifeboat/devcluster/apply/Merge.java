package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.List;

/// Lays an applied object over a live one, and takes away what an applier has given up.
final class Merge {
    private Merge() {}

    static JsonNode over(JsonNode live, JsonNode applied, Shape shape) {
        if (live instanceof ObjectNode old && applied instanceof ObjectNode fresh && !shape.atomicMap()) {
            return objects(old, fresh, shape);
        }
        if (live.isArray()
                && applied.isArray()
                && Leaves.identified(live, shape)
                && Leaves.identified(applied, shape)) {
            return lists(live, applied, shape);
        }
        return applied.deepCopy();
    }

    private static ObjectNode objects(ObjectNode live, ObjectNode applied, Shape shape) {
        var merged = live.deepCopy();
        applied.properties().forEach(entry -> {
            var name = entry.getKey();
            merged.set(name, over(live.path(name), entry.getValue(), shape.field(name)));
        });
        return merged;
    }

    private static ArrayNode lists(JsonNode live, JsonNode applied, Shape shape) {
        var merged = Json.array();
        for (var item : live) {
            var counterpart = find(applied, PathElement.item(item, shape).orElse(""), shape);
            merged.add(counterpart.isMissingNode() ? item.deepCopy() : over(item, counterpart, shape.item()));
        }
        for (var item : applied) {
            if (find(live, PathElement.item(item, shape).orElse(""), shape).isMissingNode()) {
                merged.add(item.deepCopy());
            }
        }
        return merged;
    }

    private static JsonNode find(JsonNode list, String element, Shape shape) {
        for (var item : list) {
            if (PathElement.item(item, shape).orElse("").equals(element)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    /// Removes the field at the path, and what that leaves empty above it.
    static void remove(JsonNode node, List<String> path, Shape shape) {
        var element = path.getFirst();
        var rest = path.subList(1, path.size());
        if (node instanceof ObjectNode object) {
            removeField(object, element.substring("f:".length()), rest, shape);
        } else if (node instanceof ArrayNode list) {
            removeItem(list, element, rest, shape);
        }
    }

    private static void removeField(ObjectNode object, String name, List<String> rest, Shape shape) {
        var field = object.path(name);
        if (!rest.isEmpty()) {
            remove(field, rest, shape.field(name));
        }
        if (rest.isEmpty() || (field.isContainerNode() && field.isEmpty())) {
            object.remove(name);
        }
    }

    private static void removeItem(ArrayNode list, String element, List<String> rest, Shape shape) {
        for (var index = list.size() - 1; index >= 0; index--) {
            if (!PathElement.item(list.get(index), shape).orElse("").equals(element)) {
                continue;
            }
            if (rest.isEmpty()) {
                list.remove(index);
            } else {
                remove(list.get(index), rest, shape.item());
            }
        }
    }
}
