package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Alerts about objects of the pool.
final class MessageCalls {
    private MessageCalls() {}

    static void register(MethodTable table) {
        table.field("message.create", 5, call -> {
            var type =
                    call.database().schema().require("message").require("cls").type();
            return post(
                            call.pool(),
                            call.text(0),
                            call.number(1),
                            (String) call.accept(type, 2),
                            call.text(3),
                            call.text(4))
                    .ref();
        });
        table.field("message.destroy", 1, call -> {
            call.object(0, "message").delete();
            return Call.VOID;
        });
        table.field("message.get", 3, call -> {
            var type = call.text(0);
            var uuid = call.text(1);
            return since(
                    call,
                    2,
                    message -> message.text("cls").equals(type)
                            && message.text("obj_uuid").equals(uuid));
        });
        table.field("message.get_since", 1, call -> since(call, 0, _ -> true));
    }

    static Entity post(Pool pool, String name, long priority, String type, String uuid, String body) {
        return pool.database()
                .insert(
                        "message",
                        Map.of(
                                "name", name,
                                "priority", priority,
                                "cls", type,
                                "obj_uuid", uuid,
                                "timestamp", pool.clock().instant(),
                                "body", body));
    }

    private static Map<String, Object> since(Call call, int index, Predicate<Entity> filter) {
        var since = (Instant) call.accept(new FieldType.Time(), index);
        var found = new LinkedHashMap<String, Object>();
        call.database().all("message").stream()
                .filter(message -> ((Instant) message.get("timestamp")).isAfter(since))
                .filter(filter)
                .forEach(message -> found.put(message.ref(), message.asRecord()));
        return found;
    }
}
