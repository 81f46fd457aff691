package dev.lifeboat.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Judges a value by its schema; collects everything that is wrong rather than the first thing.
public final class Validator {
    private final List<Cause> causes = new ArrayList<>();

    private Validator() {}

    public static List<Cause> validate(JsonNode value, Schema schema, String path) {
        var validator = new Validator();
        validator.check(value, schema, path);
        return List.copyOf(validator.causes);
    }

    private void check(JsonNode value, Schema schema, String path) {
        if (value.isNull() && schema.nullable()) {
            return;
        }
        if (!typeFits(value, schema)) {
            causes.add(wrongType(value, schema, path));
            return;
        }
        checkEnum(value, schema, path);
        if (value.isObject()) {
            checkObject(value, schema, path);
        } else if (value.isArray()) {
            checkArray(value, schema, path);
        } else {
            causes.addAll(Scalars.check(value, schema, path));
        }
        checkCombinations(value, schema, path);
    }

    private static boolean typeFits(JsonNode value, Schema schema) {
        if (schema.intOrString()) {
            return value.isTextual() || value.isIntegralNumber();
        }
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> integral(value);
            case "number" -> value.isNumber();
            default -> true;
        };
    }

    private static boolean integral(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isNumber()
                        && value.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    private static Cause wrongType(JsonNode value, Schema schema, String path) {
        var type = schema.intOrString() ? "integer,string" : schema.type();
        var shown = value.isNull() ? "null" : "\"" + typeName(value) + "\"";
        return new Cause(
                "FieldValueTypeInvalid",
                path,
                "Invalid value: %s: %s in body must be of type %s: %s".formatted(shown, path, type, shown));
    }

    private static String typeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "null";
        };
    }

    private void checkEnum(JsonNode value, Schema schema, String path) {
        var allowed = schema.raw().path("enum");
        if (allowed.isArray()
                && StreamSupport.stream(allowed.spliterator(), false).noneMatch(one -> Json.same(one, value))) {
            var list = StreamSupport.stream(allowed.spliterator(), false)
                    .map(JsonNode::toString)
                    .collect(Collectors.joining(", "));
            causes.add(new Cause(
                    "FieldValueNotSupported",
                    path,
                    "Unsupported value: %s: supported values: %s".formatted(value, list)));
        }
    }

    private void checkObject(JsonNode value, Schema schema, String path) {
        for (var required : Json.texts(schema.raw().path("required"))) {
            if (!value.has(required)) {
                causes.add(Cause.required(child(path, required), ""));
            }
        }
        var bounds = new Bounds(schema.raw(), "minProperties", "maxProperties", "have %s %d properties");
        bounds.check(value.size(), "\"object\"", path).ifPresent(causes::add);
        value.properties()
                .forEach(entry -> schema.field(entry.getKey())
                        .ifPresent(field -> check(
                                entry.getValue(),
                                field,
                                schema.properties().containsKey(entry.getKey())
                                        ? child(path, entry.getKey())
                                        : "%s[%s]".formatted(path, entry.getKey()))));
    }

    private void checkArray(JsonNode value, Schema schema, String path) {
        var bounds = new Bounds(schema.raw(), "minItems", "maxItems", "have %s %d items");
        bounds.check(value.size(), Integer.toString(value.size()), path).ifPresent(causes::add);
        checkDistinct(value, schema, path);
        for (var index = 0; index < value.size(); index++) {
            var at = path + "[" + index + "]";
            var item = value.get(index);
            schema.items().ifPresent(items -> check(item, items, at));
        }
    }

    /// Two items of a set are never equal, two items of a map never share their keys.
    private void checkDistinct(JsonNode list, Schema schema, String path) {
        if (schema.listType() == ListType.ATOMIC) {
            return;
        }
        var seen = new HashSet<JsonNode>();
        for (var index = 0; index < list.size(); index++) {
            var identity = schema.listType() == ListType.SET ? list.get(index) : keysOf(list.get(index), schema);
            if (!seen.add(identity)) {
                causes.add(Cause.duplicate(path + "[" + index + "]", identity.toString()));
            }
        }
    }

    private static JsonNode keysOf(JsonNode item, Schema schema) {
        var keys = Json.object();
        for (var key : schema.listKeys()) {
            if (item.has(key)) {
                keys.set(key, item.path(key));
            }
        }
        return keys;
    }

    private void checkCombinations(JsonNode value, Schema schema, String path) {
        schema.combined().forEach((name, schemas) -> {
            var fitting = schemas.stream()
                    .filter(one -> validate(value, one, path).isEmpty())
                    .count();
            var fits = switch (name) {
                case "allOf" -> fitting == schemas.size();
                case "anyOf" -> fitting > 0;
                case "oneOf" -> fitting == 1;
                default -> fitting == 0;
            };
            if (!fits) {
                causes.add(Cause.invalid(path, "\"" + typeName(value) + "\"", "must validate " + demand(name)));
            }
        });
    }

    private static String demand(String combination) {
        return switch (combination) {
            case "allOf" -> "all the schemas (allOf)";
            case "anyOf" -> "at least one schema (anyOf)";
            case "oneOf" -> "one and only one schema (oneOf)";
            default -> "no schema (not)";
        };
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
