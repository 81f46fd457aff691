package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.Optional;
import java.util.TreeSet;

/// One step of a field path as managedFields writes it: `f:name`, `k:{"name":"a"}`, `v:"value"`.
final class PathElement {
    private PathElement() {}

    static String field(String name) {
        return "f:" + name;
    }

    static String value(JsonNode item) {
        return "v:" + item;
    }

    /// Empty when the item lacks a key: such an item cannot be told from others.
    static Optional<String> keys(JsonNode item, Shape list) {
        var keys = Json.object();
        for (var key : new TreeSet<>(list.keys())) {
            var value = Optional.ofNullable(item.get(key)).or(() -> list.keyDefault(key));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            keys.set(key, value.get());
        }
        return Optional.of("k:" + keys);
    }

    /// The element of an item of a list that is not atomic.
    static Optional<String> item(JsonNode item, Shape list) {
        return switch (list.listType()) {
            case SET -> Optional.of(value(item));
            case MAP -> keys(item, list);
            case ATOMIC -> Optional.empty();
        };
    }
}
