package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.LinkedHashMap;
import java.util.Map;

/// An archived record as values of this release's fields: fields it does not know are passed over, missing ones get
/// their default.
final class ImportedValues {
    private final Database database;
    private final String type;
    private final Map<String, Object> values = new LinkedHashMap<>();

    ImportedValues(Database database, ArchivedObject object) {
        this.database = database;
        this.type = object.type();
        for (var field : database.schema().require(type).fields().values()) {
            if (!(field.type() instanceof FieldType.Back)) {
                var archived = object.snapshot().get(field.name());
                if (archived != null) {
                    values.put(field.name(), field.type().accept(field.name(), archived));
                } else if (field.mandatory()) {
                    throw XapiError.of("IMPORT_ERROR", type + " " + object.id() + " has no " + field.name());
                } else {
                    values.put(field.name(), field.initial());
                }
            }
        }
    }

    ImportedValues put(String field, Object value) {
        values.put(field, value);
        return this;
    }

    void putIfKnown(String field, Object value) {
        values.replace(field, value);
    }

    String text(String field) {
        return values.get(field) instanceof String text ? text : "";
    }

    long number(String field) {
        return values.get(field) instanceof Long number ? number : 0;
    }

    Entity insert() {
        return database.insert(type, values);
    }
}
