package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Change;
import dev.lifeboat.simulator.database.Schema;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a caller wants to hear of: everything, classes, or single objects.
record Subscription(List<Item> items) {
    /// One class, or one object of it; without a class, everything.
    record Item(Optional<String> type, Optional<String> ref) {}

    Subscription {
        items = List.copyOf(items);
    }

    static Subscription parse(List<String> texts, Schema schema) {
        var items = new ArrayList<Item>();
        for (var text : texts) {
            if (text.equals("*")) {
                items.add(new Item(Optional.empty(), Optional.empty()));
                continue;
            }
            int slash = text.indexOf('/');
            var name = (slash < 0 ? text : text.substring(0, slash)).toLowerCase(Locale.ROOT);
            boolean known = schema.classes().stream()
                    .anyMatch(type -> type.name().toLowerCase(Locale.ROOT).equals(name));
            if (!known) {
                throw XapiError.of("EVENT_SUBSCRIPTION_PARSE_FAILURE", text);
            }
            var ref = slash < 0 ? Optional.<String>empty() : Optional.of(text.substring(slash + 1));
            items.add(new Item(Optional.of(name), ref));
        }
        return new Subscription(items);
    }

    /// Sessions are rows too, but nobody is told of them.
    boolean covers(Change change) {
        if (change.type().equals("session")) {
            return false;
        }
        var type = change.type().toLowerCase(Locale.ROOT);
        return items.stream()
                .anyMatch(item -> item.type().map(type::equals).orElse(true)
                        && item.ref().map(change.ref()::equals).orElse(true));
    }
}
