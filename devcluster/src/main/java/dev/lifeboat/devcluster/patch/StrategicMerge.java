package dev.lifeboat.devcluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.apply.Shape;
import dev.lifeboat.devcluster.json.Json;

/// Kubernetes' own merge patch, which knows by which key the items of a list belong together. The order that
/// `$setElementOrder` asks for is not kept: new items stand last.
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";
    private static final String RETAIN = "$retainKeys";

    private StrategicMerge() {}

    static ObjectNode merge(ObjectNode live, ObjectNode patch, Shape shape) {
        if (Json.textAt(patch, DIRECTIVE).equals("replace")) {
            return withoutDirectives(patch);
        }
        var merged = live.deepCopy();
        if (patch.path(RETAIN).isArray()) {
            merged.retain(Json.texts(patch.path(RETAIN)));
        }
        patch.properties().forEach(entry -> mergeField(merged, entry.getKey(), entry.getValue(), shape));
        return merged;
    }

    private static void mergeField(ObjectNode merged, String name, JsonNode change, Shape shape) {
        if (name.startsWith(DELETE_VALUES)) {
            deleteValues(merged.path(name.substring(DELETE_VALUES.length())), change);
        } else if (name.startsWith("$")) {
            return;
        } else if (change.isNull() || Json.textAt(change, DIRECTIVE).equals("delete")) {
            merged.remove(name);
        } else if (change instanceof ObjectNode nested) {
            merged.set(
                    name,
                    merge(merged.get(name) instanceof ObjectNode old ? old : Json.object(), nested, shape.field(name)));
        } else if (change instanceof ArrayNode list) {
            merged.set(name, mergeList(merged.path(name), list, shape.field(name)));
        } else {
            merged.set(name, change.deepCopy());
        }
    }

    private static ArrayNode mergeList(JsonNode live, ArrayNode patch, Shape shape) {
        for (var item : patch) {
            if (Json.textAt(item, DIRECTIVE).equals("replace")) {
                return replaceList(patch);
            }
        }
        return switch (shape.listType()) {
            case ATOMIC -> patch.deepCopy();
            case SET -> union(live, patch);
            case MAP -> mergeByKey(live, patch, shape);
        };
    }

    private static ArrayNode replaceList(ArrayNode patch) {
        var list = Json.array();
        patch.forEach(item -> {
            if (!item.has(DIRECTIVE)) {
                list.add(item.deepCopy());
            }
        });
        return list;
    }

    private static ArrayNode union(JsonNode live, ArrayNode patch) {
        var list = Json.array();
        live.forEach(list::add);
        patch.forEach(item -> {
            if (!Json.texts(list).contains(item.asText())) {
                list.add(item);
            }
        });
        return list;
    }

    private static ArrayNode mergeByKey(JsonNode live, ArrayNode patch, Shape shape) {
        var key = shape.keys().getFirst();
        var list = Json.array();
        live.forEach(list::add);
        for (var change : patch) {
            if (!change.has(key)) {
                throw new PatchRefused("map: %s does not contain declared merge key: %s".formatted(change, key));
            }
            mergeItem(list, (ObjectNode) change, key, shape);
        }
        return list;
    }

    private static void mergeItem(ArrayNode list, ObjectNode change, String key, Shape shape) {
        var delete = Json.textAt(change, DIRECTIVE).equals("delete");
        for (var index = 0; index < list.size(); index++) {
            if (!Json.same(list.get(index).path(key), change.path(key))) {
                continue;
            }
            if (delete) {
                list.remove(index);
            } else {
                list.set(index, merge((ObjectNode) list.get(index), change, shape.item()));
            }
            return;
        }
        if (!delete) {
            list.add(merge(Json.object(), change, shape.item()));
        }
    }

    private static void deleteValues(JsonNode list, JsonNode values) {
        if (list instanceof ArrayNode array) {
            var gone = Json.texts(values);
            array.removeIf(item -> gone.contains(item.asText()));
        }
    }

    private static ObjectNode withoutDirectives(ObjectNode patch) {
        var bare = patch.deepCopy();
        bare.remove(DIRECTIVE);
        return bare;
    }
}
