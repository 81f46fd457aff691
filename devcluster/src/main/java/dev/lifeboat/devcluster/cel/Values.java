package dev.lifeboat.devcluster.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import dev.lifeboat.devcluster.schema.GoDuration;
import dev.lifeboat.devcluster.schema.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON values as rules see them, typed by the schema. Nulls are absent fields.
final class Values {
    private Values() {}

    static Object of(JsonNode value, Schema schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> map(value, schema);
            case ARRAY -> list(value, schema.items().orElse(Schema.anything()));
            case STRING -> schema.intOrString() ? value.asText() : text(value.asText(), schema.format());
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value, schema);
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode value, Schema schema) {
        if (schema.type().equals("number")) {
            return value.doubleValue();
        }
        return value.isIntegralNumber() || schema.type().equals("integer")
                ? (Object) value.longValue()
                : value.doubleValue();
    }

    private static Object text(String text, String format) {
        return switch (format) {
            case "date-time" -> timestamp(OffsetDateTime.parse(text).toInstant());
            case "date" -> timestamp(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            case "duration" ->
                GoDuration.parse(text)
                        .<Object>map(duration -> Duration.newBuilder()
                                .setSeconds(duration.getSeconds())
                                .setNanos(duration.getNano())
                                .build())
                        .orElse(text);
            case "byte" -> ByteString.copyFrom(Base64.getDecoder().decode(text));
            default -> text;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static List<Object> list(JsonNode array, Schema items) {
        var list = new ArrayList<>();
        array.forEach(item -> list.add(of(item, items)));
        return list;
    }

    private static Map<String, Object> map(JsonNode object, Schema schema) {
        var map = new LinkedHashMap<String, Object>();
        object.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                var declared = schema.properties().containsKey(entry.getKey())
                        || !schema.properties().isEmpty();
                var name = declared ? FieldNames.escape(entry.getKey()) : entry.getKey();
                map.put(name, of(entry.getValue(), schema.field(entry.getKey()).orElse(Schema.anything())));
            }
        });
        return map;
    }
}
