package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Change;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What changed since the caller last looked.
final class EventCalls {
    private EventCalls() {}

    static void register(MethodTable table) {
        table.waiting("event.from", 3, EventCalls::from);
        table.field("event.inject", 2, call -> {
            var object = call.object(1, className(call, call.text(0)));
            call.database().touch(object);
            return EventToken.of(call.database().generation() - 1).toString();
        });
        table.field("event.get_current_id", 0, call -> call.database().generation());
        LegacyEvents.register(table);
    }

    private static Object from(Call call) {
        var filter = Subscription.parse(call.texts(0), call.database().schema());
        var since = EventToken.parse(call.text(1)).generation();
        long deadline = System.nanoTime() + (long) (Math.max(0, call.real(2)) * TimeUnit.SECONDS.toNanos(1));
        while (true) {
            call.pool().sessions().require(call.sessionRef());
            var batch = call.database().atomically(() -> batch(call, filter, since));
            long left = deadline - System.nanoTime();
            if (!batch.events().isEmpty() || left <= 0) {
                return batch.answer();
            }
            await(call, batch.generation(), left);
        }
    }

    static void await(Call call, long generation, long nanos) {
        try {
            call.database().awaitChange(generation, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw XapiError.of("EVENTS_LOST");
        }
    }

    private record Batch(long generation, List<Map<String, Object>> events, Map<String, Object> counts) {
        Map<String, Object> answer() {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("events", events);
            answer.put("valid_ref_counts", counts);
            answer.put("token", EventToken.of(generation).toString());
            return answer;
        }
    }

    private static Batch batch(Call call, Subscription filter, long since) {
        long now = call.database().generation();
        if (since > now) {
            throw XapiError.of("EVENTS_LOST");
        }
        var changes = call.database().changesSince(since).orElseThrow(() -> XapiError.of("EVENTS_LOST"));
        var events = new ArrayList<Map<String, Object>>();
        for (var kind : List.of(Change.Added.class, Change.Modified.class, Change.Deleted.class)) {
            changes.stream()
                    .filter(change -> kind.isInstance(change) && filter.covers(change))
                    .map(EventCalls::event)
                    .forEach(events::add);
        }
        return new Batch(now, events, counts(call));
    }

    private static Map<String, Object> counts(Call call) {
        var counts = new LinkedHashMap<String, Object>();
        call.database().counts().forEach((type, count) -> {
            if (!type.equals("message")) {
                counts.put(type.toLowerCase(Locale.ROOT), count);
            }
        });
        return counts;
    }

    static Map<String, Object> event(Change change) {
        var event = new LinkedHashMap<String, Object>();
        event.put("id", Long.toString(change.generation()));
        event.put("timestamp", "0.0");
        event.put("class", change.type().toLowerCase(Locale.ROOT));
        event.put("operation", operation(change));
        event.put("ref", change.ref());
        switch (change) {
            case Change.Added added -> event.put("snapshot", added.record());
            case Change.Modified modified -> event.put("snapshot", modified.record());
            case Change.Deleted _ -> {
                // What is gone has no record.
            }
        }
        return event;
    }

    private static String operation(Change change) {
        return switch (change) {
            case Change.Added _ -> "add";
            case Change.Modified _ -> "mod";
            case Change.Deleted _ -> "del";
        };
    }

    private static String className(Call call, String name) {
        return call.database().schema().classes().stream()
                .map(type -> type.name())
                .filter(type -> type.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> XapiError.of("EVENT_SUBSCRIPTION_PARSE_FAILURE", name));
    }
}
