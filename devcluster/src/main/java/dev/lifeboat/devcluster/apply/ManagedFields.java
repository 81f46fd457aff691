package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The owners of an object's fields.
final class ManagedFields {
    private final Map<FieldManager, FieldSet> sets = new LinkedHashMap<>();
    private final Map<FieldManager, String> times = new LinkedHashMap<>();

    static ManagedFields of(JsonNode object) {
        var managed = new ManagedFields();
        for (var entry : Json.at(object, "metadata", "managedFields")) {
            var manager = new FieldManager(
                    Json.textAt(entry, "manager"),
                    FieldManager.Operation.of(Json.textAt(entry, "operation")),
                    Json.textAt(entry, "subresource"),
                    Json.textAt(entry, "apiVersion"));
            managed.sets.put(manager, FieldSet.parse(entry.path("fieldsV1")));
            managed.times.put(manager, Json.textAt(entry, "time"));
        }
        return managed;
    }

    FieldSet of(FieldManager manager) {
        return sets.getOrDefault(manager, FieldSet.EMPTY);
    }

    Map<FieldManager, FieldSet> others(FieldManager manager) {
        var others = new LinkedHashMap<>(sets);
        others.remove(manager);
        return others;
    }

    void set(FieldManager manager, FieldSet fields, Instant now) {
        if (!fields.equals(sets.get(manager))) {
            sets.put(manager, fields);
            times.put(manager, now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    void changeOthers(FieldManager manager, UnaryOperator<FieldSet> change) {
        sets.replaceAll((owner, fields) -> owner.equals(manager) ? fields : change.apply(fields));
    }

    void writeTo(ObjectNode object) {
        var meta = Meta.edit(object);
        meta.remove("managedFields");
        var entries = Json.array();
        sets.forEach((manager, fields) -> {
            if (!fields.isEmpty()) {
                entries.add(entry(manager, fields));
            }
        });
        if (!entries.isEmpty()) {
            meta.set("managedFields", entries);
        }
    }

    private ObjectNode entry(FieldManager manager, FieldSet fields) {
        var entry = Json.object()
                .put("manager", manager.name())
                .put("operation", manager.operation().written())
                .put("apiVersion", manager.apiVersion())
                .put("time", Objects.requireNonNullElse(times.get(manager), ""))
                .put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", fields.toJson());
        if (!manager.subresource().isEmpty()) {
            entry.put("subresource", manager.subresource());
        }
        return entry;
    }
}
