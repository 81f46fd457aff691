package dev.lifeboat.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import java.time.Instant;

/// One column of a table. Columns of a priority above 0 are shown by `-o wide` only.
public record Column(String name, String type, String format, String description, int priority, Cell cell) {
    /// What a column shows of an object.
    @FunctionalInterface
    public interface Cell {
        JsonNode of(JsonNode object, Instant now);
    }

    static Column text(String name, Cell cell) {
        return new Column(name, "string", "", name, 0, cell);
    }

    static Column path(String name, String... path) {
        return text(name, (object, _) -> Json.text(Json.textAt(object, path)));
    }

    static Column number(String name, Cell cell) {
        return new Column(name, "integer", "", name, 0, cell);
    }

    static Column age(String name, String... path) {
        return text(name, (object, now) -> age(Json.at(object, path), now));
    }

    static Column objectName() {
        return new Column(
                "Name",
                "string",
                "name",
                "Name must be unique within a namespace.",
                0,
                (object, _) -> Json.at(object, "metadata", "name"));
    }

    Column wide() {
        return new Column(name, type, format, description, 1, cell);
    }

    /// A column of a custom resource definition.
    static Column custom(JsonNode definition, JsonPath path) {
        var type = Json.textAt(definition, "type");
        return new Column(
                Json.textAt(definition, "name"),
                type,
                Json.textAt(definition, "format"),
                Json.textAt(definition, "description"),
                definition.path("priority").asInt(),
                (object, now) ->
                        path.first(object).map(found -> typed(found, type, now)).orElse(NullNode.getInstance()));
    }

    private static JsonNode typed(JsonNode found, String type, Instant now) {
        return switch (type) {
            case "date" -> age(found, now);
            case "integer", "number" -> found.isNumber() ? found : NullNode.getInstance();
            case "boolean" -> found.isBoolean() ? found : NullNode.getInstance();
            default -> found.isNull() ? found : Json.text(found.isValueNode() ? found.asText() : found.toString());
        };
    }

    private static JsonNode age(JsonNode time, Instant now) {
        return time.isTextual() ? Json.text(Age.since(time.asText(), now)) : Json.text("<unknown>");
    }

    ObjectNode definition() {
        return Json.object()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority);
    }
}
