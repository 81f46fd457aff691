package dev.lifeboat.simulator.database;

import java.util.LinkedHashMap;
import java.util.Map;

/// One object's stored fields, and the generations in which it appeared and last changed. Guarded by the database's
/// lock.
final class Row {
    final XapiClass type;
    final String ref;
    final Map<String, Object> values;
    final long created;
    long modified;

    Row(XapiClass type, String ref, Map<String, Object> values, long created) {
        this.type = type;
        this.ref = ref;
        this.values = new LinkedHashMap<>(values);
        this.created = created;
        this.modified = created;
    }

    Object value(Field field) {
        var value = values.get(field.name());
        return value == null ? field.initial() : value;
    }
}
