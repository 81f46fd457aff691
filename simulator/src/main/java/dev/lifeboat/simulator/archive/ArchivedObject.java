package dev.lifeboat.simulator.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One object of an archive.
///
/// @param id       its name inside the archive, such as `Ref:3`, by which the others refer to it
/// @param snapshot its record; the server's own word for it
record ArchivedObject(String type, String id, Map<String, Object> snapshot) {
    ArchivedObject {
        snapshot = Collections.unmodifiableMap(new LinkedHashMap<>(snapshot));
    }

    String text(String field) {
        return snapshot.get(field) instanceof String text ? text : "";
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(snapshot.get(field));
    }

    Map<String, String> map(String field) {
        var members = new LinkedHashMap<String, String>();
        if (snapshot.get(field) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> members.put((String) key, String.valueOf(value)));
        }
        return members;
    }
}
