package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.Field;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The struct of a `create` call as field values: runtime fields and unknown members are ignored, defaults filled in.
final class Creation {
    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

    private final Database database;
    private final String type;
    private final Map<String, Object> values = new LinkedHashMap<>();

    Creation(Database database, String type, Map<String, Object> struct) {
        this.database = database;
        this.type = type;
        struct.keySet().stream()
                .filter(name -> database.schema().require(type).field(name).isEmpty())
                .forEach(name -> LOG.warn("{}.create: this release knows no field {}, it is ignored", type, name));
        for (var field : database.schema().require(type).fields().values()) {
            if (field.access() != Field.Access.RUNTIME) {
                values.put(field.name(), value(field, struct));
            }
        }
    }

    private static Object value(Field field, Map<String, Object> struct) {
        var given = struct.get(field.name());
        if (given != null) {
            return accepted(field, given);
        }
        if (field.mandatory()) {
            throw XapiError.of("INTERNAL_ERROR", "field not found: " + field.name());
        }
        return field.initial();
    }

    /// A member of another type is told by its name, not by the types as a plain argument is.
    private static Object accepted(Field field, Object given) {
        try {
            return field.type().accept(field.name(), given);
        } catch (XapiError e) {
            throw e.code().equals("XMLRPC_UNMARSHAL_FAILURE") ? XapiError.of("FIELD_TYPE_ERROR", field.name()) : e;
        }
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    String text(String field) {
        return (String) get(field);
    }

    long number(String field) {
        return (Long) get(field);
    }

    boolean flag(String field) {
        return (Boolean) get(field);
    }

    /// The object a field of the new one points to, or `HANDLE_INVALID`.
    Entity object(String field, String target) {
        return database.require(target, text(field));
    }

    Creation put(String field, Object value) {
        values.put(field, value);
        return this;
    }

    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    Entity insert() {
        return database.insert(type, values);
    }

    private Object get(String field) {
        var value = values.get(field);
        if (value == null) {
            throw new IllegalArgumentException(type + ".create takes no " + field);
        }
        return value;
    }
}
