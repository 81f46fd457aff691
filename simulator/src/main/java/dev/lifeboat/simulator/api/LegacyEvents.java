package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The old way to follow events: a session registers for classes once, then asks again and again for the next ones.
final class LegacyEvents {
    /// A call that waits has to end some time, or a client that went away would be waited for forever.
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private record Registration(List<String> classes, long seen) {}

    private final Map<String, Registration> registrations = new ConcurrentHashMap<>();

    private LegacyEvents() {}

    static void register(MethodTable table) {
        var events = new LegacyEvents();
        table.field("event.register", 1, events::register);
        table.field("event.unregister", 1, events::unregister);
        table.waiting("event.next", 0, events::next);
    }

    private Object register(Call call) {
        var classes = call.texts(0);
        Subscription.parse(classes, call.database().schema());
        long now = call.database().generation();
        registrations.merge(call.sessionRef(), new Registration(classes, now), (old, added) -> {
            var all = new ArrayList<>(old.classes());
            all.addAll(added.classes());
            return new Registration(List.copyOf(all), old.seen());
        });
        return Call.VOID;
    }

    private Object unregister(Call call) {
        var gone = call.texts(0);
        registrations.computeIfPresent(call.sessionRef(), (_, old) -> {
            var left = old.classes().stream()
                    .filter(name -> gone.stream().noneMatch(name::equalsIgnoreCase))
                    .toList();
            return left.isEmpty() ? null : new Registration(left, old.seen());
        });
        return Call.VOID;
    }

    private Object next(Call call) {
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (true) {
            call.pool().sessions().require(call.sessionRef());
            var registration = registrations.get(call.sessionRef());
            if (registration == null) {
                throw XapiError.of("SESSION_NOT_REGISTERED", call.sessionRef());
            }
            var filter =
                    Subscription.parse(registration.classes(), call.database().schema());
            long now = call.database().generation();
            var events = call
                    .database()
                    .changesSince(registration.seen())
                    .orElseThrow(() -> lost(call, registration, now))
                    .stream()
                    .filter(filter::covers)
                    .map(EventCalls::event)
                    .toList();
            registrations.replace(call.sessionRef(), registration, new Registration(registration.classes(), now));
            long left = deadline - System.nanoTime();
            if (!events.isEmpty() || left <= 0) {
                return events;
            }
            EventCalls.await(call, now, left);
        }
    }

    private XapiError lost(Call call, Registration registration, long now) {
        registrations.replace(call.sessionRef(), registration, new Registration(registration.classes(), now));
        return XapiError.of("EVENTS_LOST");
    }
}
