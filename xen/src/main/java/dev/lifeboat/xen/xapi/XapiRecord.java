package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.MalformedResponseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A record of XAPI with the types its fields are meant to have. Fields that a release does not have read
/// as empty, false or null refs; sizes, counts and UUIDs are demanded.
public record XapiRecord(Map<String, Object> fields) {

    /// Real servers leave the hyphens out and end with `Z`; some put hyphens, some leave the zone out,
    /// which means UTC.
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss");

    /// A struct as a record.
    ///
    /// @param value what a call returned
    public static XapiRecord of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new XapiRecord(objects(map));
        }
        throw new MalformedResponseException(
                "A record was expected, but '" + value.getClass().getSimpleName() + "' came");
    }

    /// Records by ref, as `get_all_records` gives them, in the order of their refs.
    public static Map<String, XapiRecord> byRef(Object value) {
        var records = new TreeMap<String, XapiRecord>();
        of(value).fields().forEach((ref, record) -> records.put(ref, of(record)));
        return records;
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    public String text(String field) {
        return fields.get(field) instanceof String text ? text : "";
    }

    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    public long integer(String field) {
        try {
            return Long.parseLong(text(field));
        } catch (NumberFormatException e) {
            throw malformed(field, e);
        }
    }

    /// Zero where a release has no such field; a number without decimals may come as text.
    public double number(String field) {
        if (fields.get(field) instanceof Double number) {
            return number;
        }
        try {
            return text(field).isEmpty() ? 0 : Double.parseDouble(text(field));
        } catch (NumberFormatException e) {
            throw malformed(field, e);
        }
    }

    public int count(String field) {
        long value = integer(field);
        if (value != (int) value) {
            throw malformed(field, new ArithmeticException(value + " is no count"));
        }
        return (int) value;
    }

    public UUID uuid() {
        try {
            return UUID.fromString(text("uuid"));
        } catch (IllegalArgumentException e) {
            throw malformed("uuid", e);
        }
    }

    /// Empty when it points to nothing. What it points to may be gone all the same.
    public Optional<String> ref(String field) {
        return Ref.of(text(field));
    }

    public List<String> refs(String field) {
        return list(field).stream().flatMap(value -> Ref.of(value).stream()).toList();
    }

    public Set<String> texts(String field) {
        return list(field).stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    public Map<String, String> map(String field) {
        return fields.get(field) instanceof Map<?, ?> map
                ? objects(map).entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> String.valueOf(entry.getValue())))
                : Map.of();
    }

    /// A struct within.
    public Optional<XapiRecord> record(String field) {
        return fields.get(field) instanceof Map<?, ?> map ? Optional.of(of(map)) : Optional.empty();
    }

    /// An array of structs within; what is no struct is left out.
    public Stream<XapiRecord> records(String field) {
        return list(field).stream().filter(Map.class::isInstance).map(XapiRecord::of);
    }

    public Instant instant(String field) {
        String bare = text(field).replace("-", "").replaceFirst("Z$", "");
        try {
            return LocalDateTime.parse(bare, COMPACT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw malformed(field, e);
        }
    }

    private List<?> list(String field) {
        return fields.get(field) instanceof List<?> list ? list : List.of();
    }

    private MalformedResponseException malformed(String field, Exception cause) {
        return new MalformedResponseException(
                "Field " + field + " of a record holds '" + fields.get(field) + "', which it should not", cause);
    }

    @SuppressWarnings("unchecked") // Structs, and objects in JSON, have names for keys.
    private static Map<String, Object> objects(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
