package dev.lifeboat.xen.xmlrpc;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Turns the library's arrays and raw maps into lists and maps with string keys.
final class PlainValue {

    private PlainValue() {}

    static Object of(Object parsed) {
        return switch (parsed) {
            case Object[] array -> Arrays.stream(array).map(PlainValue::of).toList();
            case Map<?, ?> map -> map(map);
            case String text -> text;
            case Boolean bool -> bool;
            case Double number -> number;
            default ->
                throw new IllegalArgumentException(
                        "a value of " + parsed.getClass().getName());
        };
    }

    private static Map<String, Object> map(Map<?, ?> parsed) {
        var map = new LinkedHashMap<String, Object>();
        parsed.forEach((key, value) -> map.put((String) key, of(value)));
        return Collections.unmodifiableMap(map);
    }
}
