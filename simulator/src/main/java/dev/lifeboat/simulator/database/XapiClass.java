package dev.lifeboat.simulator.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A class of the API with its fields in the order of the documentation.
public record XapiClass(String name, Map<String, Field> fields) {
    public XapiClass {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    public Field require(String name) {
        return field(name).orElseThrow(() -> new IllegalArgumentException(this.name + " has no field " + name));
    }

    Optional<Field> byDatabaseName(String databaseName) {
        return fields.values().stream()
                .filter(field -> field.databaseName().equals(databaseName))
                .findFirst();
    }

    /// Fields of this class that hold one reference.
    List<Field> references() {
        var found = new ArrayList<Field>();
        for (var field : fields.values()) {
            if (field.type() instanceof FieldType.Ref) {
                found.add(field);
            }
        }
        return found;
    }
}
