package dev.lifeboat.simulator.database;

import dev.lifeboat.simulator.rpc.CompactTime;
import dev.lifeboat.simulator.rpc.XapiError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a field holds: which values it takes from a caller, and its empty value.
public sealed interface FieldType {
    String NULL = "OpaqueRef:NULL";

    /// The value as it is stored, or XAPI's error when the caller sent something else.
    Object accept(String field, Object value);

    Object empty();

    record Text() implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            var text = string(value);
            if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r')) {
                throw XapiError.of("INVALID_VALUE", field, "control characters");
            }
            return text;
        }

        @Override
        public Object empty() {
            return "";
        }
    }

    record Int() implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            return switch (value) {
                case Long number -> number;
                case Integer number -> number.longValue();
                case String text when text.matches("-?[0-9]{1,18}") -> Long.valueOf(text);
                default -> throw unexpected("int", value);
            };
        }

        @Override
        public Object empty() {
            return 0L;
        }
    }

    record Real() implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            return switch (value) {
                case Double number -> number;
                case Long number -> number.doubleValue();
                case String text when text.matches("-?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?") -> Double.valueOf(text);
                default -> throw unexpected("float", value);
            };
        }

        @Override
        public Object empty() {
            return 0.0;
        }
    }

    record Bool() implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            if (value instanceof Boolean) {
                return value;
            }
            throw unexpected("bool", value);
        }

        @Override
        public Object empty() {
            return false;
        }
    }

    record Time() implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            return switch (value) {
                case Instant time -> time;
                case String text -> CompactTime.parse(text);
                default -> throw unexpected("datetime", value);
            };
        }

        @Override
        public Object empty() {
            return Instant.EPOCH;
        }
    }

    record Enumeration(Set<String> names, String first) implements FieldType {
        public Enumeration {
            names = Set.copyOf(names);
        }

        @Override
        public Object accept(String field, Object value) {
            var name = string(value);
            if (!names.contains(name)) {
                throw XapiError.of("INVALID_VALUE", field, name);
            }
            return name;
        }

        @Override
        public Object empty() {
            return first;
        }
    }

    /// A reference to one object of the class, or the null reference.
    record Ref(String target) implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            return string(value);
        }

        @Override
        public Object empty() {
            return NULL;
        }
    }

    record SetOf(FieldType element) implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            if (!(value instanceof List<?> items)) {
                throw unexpected("set", value);
            }
            var accepted = new ArrayList<>();
            for (var item : items) {
                var one = element.accept(field, item);
                if (!accepted.contains(one)) {
                    accepted.add(one);
                }
            }
            return List.copyOf(accepted);
        }

        @Override
        public Object empty() {
            return List.of();
        }
    }

    record MapOf(FieldType element) implements FieldType {
        @Override
        public Object accept(String field, Object value) {
            if (!(value instanceof Map<?, ?> members)) {
                throw unexpected("map", value);
            }
            var accepted = new LinkedHashMap<String, Object>();
            members.forEach((key, member) -> accepted.put((String) key, element.accept(field, member)));
            return Collections.unmodifiableMap(accepted);
        }

        @Override
        public Object empty() {
            return Map.of();
        }
    }

    /// All objects whose field points here; never stored.
    record Back(String owner, String field) implements FieldType {
        @Override
        public Object accept(String name, Object value) {
            throw unexpected("nothing", value);
        }

        @Override
        public Object empty() {
            return List.of();
        }
    }

    private static String string(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw unexpected("string", value);
    }

    private static XapiError unexpected(String expected, Object value) {
        var received = value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return XapiError.of("XMLRPC_UNMARSHAL_FAILURE", expected, received);
    }
}
