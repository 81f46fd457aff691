package dev.lifeboat.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters behind the question mark; a parameter without a value is there with an empty one.
public record Query(String raw, Map<String, String> values) {
    public Query {
        values = Map.copyOf(values);
    }

    public static Query parse(String raw) {
        var values = new LinkedHashMap<String, String>();
        for (var part : raw.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                var name = equals < 0 ? part : part.substring(0, equals);
                var value = equals < 0 ? "" : part.substring(equals + 1);
                values.put(decode(name), decode(value));
            }
        }
        return new Query(raw, values);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// Only the literal `true` is true.
    public boolean flag(String name) {
        return "true".equals(values.get(name));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
