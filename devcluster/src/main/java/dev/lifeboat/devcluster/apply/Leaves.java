package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.schema.ListType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An object taken apart into the fields that can be owned, with their values.
record Leaves(Map<List<String>, JsonNode> values) {
    private static final Set<String> NEVER_OWNED = Set.of("f:apiVersion", "f:kind");
    private static final Set<String> NEVER_OWNED_METADATA = Set.of(
            "f:name",
            "f:namespace",
            "f:uid",
            "f:creationTimestamp",
            "f:deletionTimestamp",
            "f:deletionGracePeriodSeconds",
            "f:resourceVersion",
            "f:generation",
            "f:managedFields",
            "f:selfLink");

    static Leaves of(JsonNode object, Shape shape) {
        var values = new HashMap<List<String>, JsonNode>();
        walk(object, shape, List.of(), values);
        values.keySet().removeIf(Leaves::neverOwned);
        return new Leaves(values);
    }

    FieldSet fields() {
        return new FieldSet(values.keySet());
    }

    /// The fields that have another value than before, or had none.
    FieldSet changedSince(Leaves old) {
        var changed = new HashSet<List<String>>();
        values.forEach((path, value) -> {
            var before = old.values.get(path);
            if (before == null || !Json.same(before, value)) {
                changed.add(path);
            }
        });
        return new FieldSet(changed);
    }

    FieldSet removedSince(Leaves old) {
        return old.fields().minus(fields());
    }

    private static boolean neverOwned(List<String> path) {
        var first = path.getFirst();
        if (NEVER_OWNED.contains(first)) {
            return true;
        }
        return first.equals("f:metadata") && (path.size() == 1 || NEVER_OWNED_METADATA.contains(path.get(1)));
    }

    private static void walk(JsonNode value, Shape shape, List<String> path, Map<List<String>, JsonNode> values) {
        if (value.isObject() && !shape.atomicMap() && !value.isEmpty()) {
            walkFields(value, shape, path, values);
        } else if (value.isArray() && identified(value, shape)) {
            walkItems(value, shape, path, values);
        } else if (!path.isEmpty()) {
            values.put(path, value);
        }
    }

    private static void walkFields(
            JsonNode object, Shape shape, List<String> path, Map<List<String>, JsonNode> values) {
        object.properties().forEach(entry -> {
            var here = FieldSet.append(path, PathElement.field(entry.getKey()));
            if (!shape.declares(entry.getKey()) && entry.getValue().isContainerNode()) {
                values.put(here, BooleanNode.TRUE);
            }
            walk(entry.getValue(), shape.field(entry.getKey()), here, values);
        });
    }

    private static void walkItems(JsonNode list, Shape shape, List<String> path, Map<List<String>, JsonNode> values) {
        for (var item : list) {
            var element = PathElement.item(item, shape).orElse("");
            var here = FieldSet.append(path, element);
            if (item.isObject()) {
                walk(item, shape.item(), here, values);
            }
            values.put(here, BooleanNode.TRUE);
        }
    }

    /// Whether every item of the list can be told from the others.
    static boolean identified(JsonNode list, Shape shape) {
        for (var item : list) {
            if (PathElement.item(item, shape).isEmpty()) {
                return false;
            }
        }
        return shape.listType() != ListType.ATOMIC;
    }
}
