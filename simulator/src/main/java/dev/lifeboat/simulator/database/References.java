package dev.lifeboat.simulator.database;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Who points to whom, so that a set of back references needs no search. Guarded by the database's lock.
final class References {
    private final Map<String, Set<String>> sources = new HashMap<>();

    void add(String owner, String field, String target, String source) {
        sources.computeIfAbsent(key(owner, field, target), _ -> new LinkedHashSet<>())
                .add(source);
    }

    void remove(String owner, String field, String target, String source) {
        var set = sources.get(key(owner, field, target));
        if (set != null && set.remove(source) && set.isEmpty()) {
            sources.remove(key(owner, field, target));
        }
    }

    Set<String> to(String owner, String field, String target) {
        return sources.getOrDefault(key(owner, field, target), Set.of());
    }

    private static String key(String owner, String field, String target) {
        return owner + "." + field + ">" + target;
    }
}
