package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.Field;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.database.FilterParser;
import dev.lifeboat.simulator.database.XapiClass;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The calls every class has: records, queries, and a getter and setters for each field.
final class GenericCalls {
    private final MethodTable table;
    private final XapiClass type;

    private GenericCalls(MethodTable table, XapiClass type) {
        this.table = table;
        this.type = type;
    }

    static void register(MethodTable table, XapiClass type) {
        var calls = new GenericCalls(table, type);
        calls.records();
        if (!type.name().equals("session")) {
            calls.queries();
        }
        type.fields().values().forEach(calls::field);
    }

    private String name(String call) {
        return type.name() + "." + call;
    }

    private Entity self(Call call) {
        return call.object(0, type.name());
    }

    private void records() {
        table.field(name("get_record"), 1, call -> self(call).asRecord());
        table.field(name("get_by_uuid"), 1, call -> {
            var uuid = call.text(0);
            return call.database()
                    .byUuid(type.name(), uuid)
                    .map(Entity::ref)
                    .orElseThrow(() -> XapiError.of("UUID_INVALID", type.name(), uuid));
        });
    }

    private void queries() {
        table.field(
                name("get_all"),
                0,
                call -> call.database().all(type.name()).stream()
                        .map(Entity::ref)
                        .toList());
        table.field(name("get_all_records"), 0, call -> records(call, _ -> true));
        table.field(name("get_all_records_where"), 1, call -> records(call, FilterParser.parse(call.text(0), type)));
        if (type.field("name_label").isPresent()) {
            table.field(name("get_by_name_label"), 1, call -> {
                var label = call.text(0);
                return call.database().all(type.name()).stream()
                        .filter(entity -> entity.text("name_label").equals(label))
                        .map(Entity::ref)
                        .toList();
            });
        }
    }

    private Map<String, Object> records(Call call, Predicate<Entity> filter) {
        var records = new LinkedHashMap<String, Object>();
        call.database().all(type.name()).stream()
                .filter(filter)
                .forEach(entity -> records.put(entity.ref(), entity.asRecord()));
        return records;
    }

    private void field(Field field) {
        table.field(name("get_" + field.name()), 1, call -> self(call).get(field.name()));
        if (field.access() != Field.Access.WRITABLE) {
            return;
        }
        table.field(name("set_" + field.name()), 2, call -> {
            self(call).set(field.name(), call.accept(field.type(), 1));
            return Call.VOID;
        });
        switch (field.type()) {
            case FieldType.MapOf(var element) -> map(field, element);
            case FieldType.SetOf(var element) -> set(field, element);
            default -> {
                // Plain values have no further setters.
            }
        }
    }

    private void map(Field field, FieldType element) {
        table.field(name("add_to_" + field.name()), 3, call -> {
            var self = self(call);
            var members = new LinkedHashMap<String, Object>((Map<String, ?>) self.map(field.name()));
            var key = call.text(1);
            if (members.containsKey(key)) {
                throw XapiError.of("MAP_DUPLICATE_KEY", type.name(), field.name(), self.uuid(), key);
            }
            members.put(key, call.accept(element, 2));
            self.set(field.name(), Collections.unmodifiableMap(members));
            return Call.VOID;
        });
        table.field(name("remove_from_" + field.name()), 2, call -> {
            self(call).remove(field.name(), call.text(1));
            return Call.VOID;
        });
    }

    private void set(Field field, FieldType element) {
        table.field(name("add_" + field.name()), 2, call -> {
            var items = new ArrayList<Object>(self(call).list(field.name()));
            var item = call.accept(element, 1);
            if (!items.contains(item)) {
                items.add(item);
            }
            self(call).set(field.name(), List.copyOf(items));
            return Call.VOID;
        });
        table.field(name("remove_" + field.name()), 2, call -> {
            var item = call.accept(element, 1);
            var items = self(call).list(field.name()).stream()
                    .filter(each -> !each.equals(item))
                    .toList();
            self(call).set(field.name(), items);
            return Call.VOID;
        });
    }
}
