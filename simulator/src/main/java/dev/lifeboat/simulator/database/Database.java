package dev.lifeboat.simulator.database;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// All objects of the pool behind one lock. Every change gets the next generation number, from which events are made.
public final class Database {
    private final Schema schema;
    private final Versions versions = new Versions();
    private final Map<String, Map<String, Row>> tables = new HashMap<>();
    private final References references = new References();
    private final Map<String, Function<Entity, Object>> computed = new HashMap<>();
    private final Tombstones tombstones = new Tombstones();

    public Database(Schema schema) {
        this.schema = schema;
        schema.classes().forEach(type -> tables.put(type.name(), new LinkedHashMap<>()));
    }

    public Schema schema() {
        return schema;
    }

    /// Runs with no other change in between.
    public <T> T atomically(Supplier<T> work) {
        return versions.holding(work);
    }

    public void atomically(Runnable work) {
        atomically(() -> {
            work.run();
            return true;
        });
    }

    /// A field whose value follows from others each time it is read.
    public void compute(String type, String field, Function<Entity, Object> value) {
        schema.require(type).require(field);
        computed.put(type + "." + field, value);
    }

    public Entity insert(String type, Map<String, Object> values) {
        return atomically(() -> {
            var description = schema.require(type);
            var all = new LinkedHashMap<String, Object>();
            all.put("uuid", UUID.randomUUID().toString());
            values.forEach((name, value) -> {
                if (description.field(name).isPresent()) {
                    all.put(name, value);
                }
            });
            var row = new Row(description, "OpaqueRef:" + UUID.randomUUID(), all, versions.next());
            table(type).put(row.ref, row);
            description.references().forEach(field -> {
                var target = (String) row.value(field);
                references.add(type, field.name(), target, row.ref);
                touch(field, target);
            });
            return new Entity(this, type, row.ref);
        });
    }

    public void delete(Entity entity) {
        atomically(() -> {
            var row = row(entity.type(), entity.ref());
            table(entity.type()).remove(row.ref);
            tombstones.add(new Change.Deleted(entity.type(), row.ref, versions.next()), row.created);
            row.type.references().forEach(field -> {
                var target = (String) row.value(field);
                references.remove(entity.type(), field.name(), target, row.ref);
                touch(field, target);
            });
        });
    }

    public Optional<Entity> find(String type, String ref) {
        return atomically(() -> Optional.ofNullable(table(type).get(ref)).map(row -> new Entity(this, type, row.ref)));
    }

    /// The object, or `HANDLE_INVALID`.
    public Entity require(String type, String ref) {
        return find(type, ref).orElseThrow(() -> XapiError.of("HANDLE_INVALID", type, ref));
    }

    public Optional<Entity> byUuid(String type, String uuid) {
        return all(type).stream()
                .filter(entity -> entity.text("uuid").equals(uuid))
                .findFirst();
    }

    public List<Entity> all(String type) {
        return atomically(() -> table(type).keySet().stream()
                .map(ref -> new Entity(this, type, ref))
                .toList());
    }

    Object get(String type, String ref, String name) {
        return atomically(() -> {
            var row = row(type, ref);
            return value(row, row.type.require(name));
        });
    }

    void set(String type, String ref, String name, Object value) {
        atomically(() -> {
            var row = row(type, ref);
            var field = row.type.require(name);
            var old = row.value(field);
            if (old.equals(value)) {
                return;
            }
            row.values.put(name, value);
            row.modified = versions.next();
            if (field.type() instanceof FieldType.Ref) {
                references.remove(type, name, (String) old, ref);
                references.add(type, name, (String) value, ref);
                touch(field, (String) old);
                touch(field, (String) value);
            }
        });
    }

    /// The whole record with computed and back-reference fields.
    Map<String, Object> record(String type, String ref) {
        return atomically(() -> record(row(type, ref)));
    }

    /// Marks the object as changed without changing it.
    public void touch(Entity entity) {
        atomically(() -> {
            row(entity.type(), entity.ref()).modified = versions.next();
        });
    }

    public long generation() {
        return versions.now();
    }

    public Map<String, Integer> counts() {
        return atomically(() -> {
            var counts = new LinkedHashMap<String, Integer>();
            schema.classes()
                    .forEach(type -> counts.put(type.name(), table(type.name()).size()));
            return counts;
        });
    }

    /// Whoever asks for changes since some earlier moment is told that they are lost.
    public void forgetHistory() {
        atomically(() -> {
            tombstones.forget(versions.next());
        });
    }

    /// Deletions so far are told to nobody any more; only counts show that something is gone.
    public void dropDeletions() {
        atomically(tombstones::drop);
    }

    /// What changed after the generation; nothing when that is too long ago to know all deletions.
    public Optional<List<Change>> changesSince(long since) {
        return atomically(() -> {
            if (!tombstones.reachBackTo(since)) {
                return Optional.empty();
            }
            var changes = new ArrayList<Change>();
            for (var table : tables.values()) {
                for (var row : table.values()) {
                    if (row.created > since) {
                        changes.add(new Change.Added(row.type.name(), row.ref, row.modified, record(row)));
                    } else if (row.modified > since) {
                        changes.add(new Change.Modified(row.type.name(), row.ref, row.modified, record(row)));
                    }
                }
            }
            changes.addAll(tombstones.since(since));
            return Optional.of(changes);
        });
    }

    /// Waits until something changes after the generation, at most for the time given.
    public void awaitChange(long since, long nanos) throws InterruptedException {
        versions.awaitChange(since, nanos);
    }

    /// Waits for the condition, looking after each change; false when the time is over.
    public boolean await(Supplier<Boolean> condition, long limit, TimeUnit unit) throws InterruptedException {
        return versions.await(condition, limit, unit);
    }

    private Map<String, Object> record(Row row) {
        var record = new LinkedHashMap<String, Object>();
        row.type.fields().values().forEach(field -> record.put(field.name(), value(row, field)));
        return Collections.unmodifiableMap(record);
    }

    private Object value(Row row, Field field) {
        var rule = computed.get(row.type.name() + "." + field.name());
        if (rule != null) {
            return rule.apply(new Entity(this, row.type.name(), row.ref));
        }
        if (field.type() instanceof FieldType.Back(var owner, var via)) {
            return List.copyOf(references.to(owner, via, row.ref));
        }
        return row.value(field);
    }

    private void touch(Field field, String target) {
        if (field.type() instanceof FieldType.Ref(var type)) {
            var row = tables.getOrDefault(type, Map.of()).get(target);
            if (row != null) {
                row.modified = versions.next();
            }
        }
    }

    private Row row(String type, String ref) {
        var row = table(type).get(ref);
        if (row == null) {
            throw XapiError.of("HANDLE_INVALID", type, ref);
        }
        return row;
    }

    private Map<String, Row> table(String type) {
        var table = tables.get(type);
        if (table == null) {
            throw new IllegalArgumentException("no class " + type);
        }
        return table;
    }
}
