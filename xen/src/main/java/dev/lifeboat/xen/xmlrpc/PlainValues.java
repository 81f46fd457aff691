package dev.lifeboat.xen.xmlrpc;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Values of one answer as they leave this package: unmodifiable, and equal short texts being one object, since
/// an answer about a pool repeats each field name and each ref thousands of times.
final class PlainValues {

    private static final int LONGEST_SHARED = 64;

    /// Enough for the refs of 10,000 VMs and what hangs on them; an answer of nothing but different texts gains
    /// nothing from being remembered.
    private static final int MOST_SHARED = 100_000;

    private final Map<String, String> shared = new HashMap<>();

    Map<String, Object> map(Map<?, ?> parsed) {
        return Map.ofEntries(parsed.entrySet().stream()
                .map(entry -> Map.entry(text((String) entry.getKey()), value(entry.getValue())))
                .toArray(PlainValues::entries));
    }

    List<Object> list(Object[] parsed) {
        return Arrays.stream(parsed).map(this::value).toList();
    }

    Object value(Object parsed) {
        return parsed instanceof String text ? text(text) : parsed;
    }

    private String text(String text) {
        if (text.length() > LONGEST_SHARED) {
            return text;
        }
        String known = shared.get(text);
        if (known != null) {
            return known;
        }
        if (shared.size() < MOST_SHARED) {
            shared.put(text, text);
        }
        return text;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type.
    private static Map.Entry<String, Object>[] entries(int length) {
        return new Map.Entry[length];
    }
}
