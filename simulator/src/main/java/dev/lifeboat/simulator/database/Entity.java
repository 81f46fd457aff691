package dev.lifeboat.simulator.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One object of the database, read and written field by field.
public record Entity(Database database, String type, String ref) {

    public String uuid() {
        return text("uuid");
    }

    public boolean exists() {
        return database.find(type, ref).isPresent();
    }

    /// Whether this release of the API has the field.
    public boolean has(String field) {
        return database.schema().require(type).field(field).isPresent();
    }

    /// A flag that older releases do not have, and so never set.
    public boolean flagged(String field) {
        return has(field) && flag(field);
    }

    public Object get(String field) {
        return database.get(type, ref, field);
    }

    public String text(String field) {
        return (String) get(field);
    }

    public long number(String field) {
        return (Long) get(field);
    }

    public boolean flag(String field) {
        return (Boolean) get(field);
    }

    public List<String> list(String field) {
        var items = new ArrayList<String>();
        ((List<?>) get(field)).forEach(item -> items.add((String) item));
        return List.copyOf(items);
    }

    public Map<String, String> map(String field) {
        var members = new LinkedHashMap<String, String>();
        ((Map<?, ?>) get(field)).forEach((key, value) -> members.put((String) key, (String) value));
        return Collections.unmodifiableMap(members);
    }

    /// The object that the field points to; empty when it is null or gone.
    public Optional<Entity> follow(String field) {
        if (database.schema().require(type).require(field).type() instanceof FieldType.Ref(var target)
                && database.schema().find(target).isPresent()) {
            return database.find(target, text(field));
        }
        return Optional.empty();
    }

    /// The objects of a set of references that still exist.
    public List<Entity> followAll(String field) {
        if (!has(field)) {
            return List.of();
        }
        var kind = database.schema().require(type).require(field).type();
        var target = switch (kind) {
            case FieldType.Back(var owner, var _) -> owner;
            case FieldType.SetOf(FieldType.Ref(var owner)) -> owner;
            default -> throw new IllegalArgumentException(type + "." + field + " holds no references");
        };
        return list(field).stream()
                .map(each -> database.find(target, each))
                .flatMap(Optional::stream)
                .toList();
    }

    public Entity set(String field, Object value) {
        database.set(type, ref, field, value);
        return this;
    }

    /// Puts one key of a map field.
    public Entity put(String field, String key, String value) {
        var members = new LinkedHashMap<String, Object>(map(field));
        members.put(key, value);
        return set(field, Collections.unmodifiableMap(members));
    }

    public Entity remove(String field, String key) {
        var members = new LinkedHashMap<String, Object>(map(field));
        members.remove(key);
        return set(field, Collections.unmodifiableMap(members));
    }

    public Map<String, Object> asRecord() {
        return database.record(type, ref);
    }

    public void delete() {
        database.delete(this);
    }

    @Override
    public String toString() {
        return type + " " + ref;
    }
}
