package dev.lifeboat.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One node of a structural schema: the parts that have structure taken apart, the rest read from `raw`.
public record Schema(
        JsonNode raw,
        Map<String, Schema> properties,
        Optional<Schema> additional,
        Optional<Schema> items,
        Map<String, List<Schema>> combined) {
    private static final Set<String> COMBINATIONS = Set.of("allOf", "anyOf", "oneOf");
    private static final Schema ANYTHING = of(Json.parse("{\"x-kubernetes-preserve-unknown-fields\":true}"));

    public static Schema of(JsonNode raw) {
        var properties = new LinkedHashMap<String, Schema>();
        raw.path("properties").properties().forEach(field -> properties.put(field.getKey(), of(field.getValue())));
        var additional = raw.path("additionalProperties");
        return new Schema(
                raw,
                properties,
                additional.isObject() ? Optional.of(of(additional)) : Optional.empty(),
                raw.path("items").isObject() ? Optional.of(of(raw.path("items"))) : Optional.empty(),
                combinations(raw));
    }

    public static Schema anything() {
        return ANYTHING;
    }

    public String type() {
        return intOrString() ? "" : Json.textAt(raw, "type");
    }

    public String format() {
        return Json.textAt(raw, "format");
    }

    public boolean nullable() {
        return raw.path("nullable").asBoolean();
    }

    public boolean intOrString() {
        return raw.path("x-kubernetes-int-or-string").asBoolean();
    }

    public boolean preservesUnknown() {
        return raw.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                || raw.path("additionalProperties").asBoolean();
    }

    public boolean embedded() {
        return raw.path("x-kubernetes-embedded-resource").asBoolean();
    }

    public ListType listType() {
        return ListType.of(Json.textAt(raw, "x-kubernetes-list-type"));
    }

    public List<String> listKeys() {
        return Json.texts(raw.path("x-kubernetes-list-map-keys"));
    }

    public boolean atomicMap() {
        return Json.textAt(raw, "x-kubernetes-map-type").equals("atomic");
    }

    public Optional<JsonNode> defaultValue() {
        return Optional.ofNullable(raw.get("default"));
    }

    public JsonNode rules() {
        return raw.path("x-kubernetes-validations");
    }

    /// The schema of a field: a declared one, or that of a map's values.
    public Optional<Schema> field(String name) {
        return Optional.ofNullable(properties.get(name)).or(() -> additional);
    }

    private static Map<String, List<Schema>> combinations(JsonNode raw) {
        var combined = new LinkedHashMap<String, List<Schema>>();
        for (var name : COMBINATIONS) {
            var schemas = new ArrayList<Schema>();
            raw.path(name).forEach(item -> schemas.add(of(item)));
            if (!schemas.isEmpty()) {
                combined.put(name, List.copyOf(schemas));
            }
        }
        if (raw.path("not").isObject()) {
            combined.put("not", List.of(of(raw.path("not"))));
        }
        return combined;
    }
}
