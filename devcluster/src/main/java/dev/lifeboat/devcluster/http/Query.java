package dev.lifeboat.devcluster.http;

import dev.lifeboat.devcluster.api.ApiFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The query parameters of a request.
record Query(Map<String, String> values) {
    static Query parse(String text) {
        var values = new LinkedHashMap<String, String>();
        for (var part : text.split("&", -1)) {
            var equals = part.indexOf('=');
            if (equals > 0) {
                values.put(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
            } else if (!part.isEmpty()) {
                values.put(decode(part), "");
            }
        }
        return new Query(values);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean flag(String name) {
        return "true".equals(values.get(name)) || "1".equals(values.get(name));
    }

    Optional<Long> number(String name) {
        try {
            return Optional.ofNullable(values.get(name))
                    .filter(text -> !text.isEmpty())
                    .map(Long::valueOf);
        } catch (NumberFormatException _) {
            throw ApiFailure.badRequest("%s must be a number, not %s".formatted(name, values.get(name)));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
