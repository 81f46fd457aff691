package dev.lifeboat.xen;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Copies a tree of JSON-compatible values, so that nobody can change it and its order is always the same.
final class JsonTree {

    private JsonTree() {}

    static Map<String, Object> copy(Map<?, ?> map) {
        var copy = new TreeMap<String, Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), copyValue(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static Object copyValue(Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy(map);
            case List<?> list -> list.stream().map(JsonTree::copyValue).toList();
            case String text -> text;
            case Boolean bool -> bool;
            case Number number -> number;
            default ->
                throw new IllegalArgumentException(
                        "A VM record holds a " + value.getClass().getName() + ", which JSON has no form for");
        };
    }
}
