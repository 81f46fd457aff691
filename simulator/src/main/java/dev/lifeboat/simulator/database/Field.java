package dev.lifeboat.simulator.database;

import java.util.Optional;

/// A field of a class. `databaseName` joins namespaces by two underscores; filter expressions use that name.
public record Field(String name, String databaseName, FieldType type, Access access, Optional<Object> fallback) {
    /// Who may set a field, and when.
    public enum Access {
        RUNTIME,
        CREATION,
        WRITABLE
    }

    public boolean mandatory() {
        return access != Access.RUNTIME && fallback.isEmpty();
    }

    public Object initial() {
        return fallback.orElseGet(type::empty);
    }
}
