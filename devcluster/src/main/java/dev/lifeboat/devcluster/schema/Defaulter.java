package dev.lifeboat.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Fills absent fields with the schema's defaults, outermost first, so that a defaulted object gets its own defaults.
public final class Defaulter {
    private Defaulter() {}

    public static void fill(JsonNode node, Schema schema) {
        if (node instanceof ObjectNode object) {
            fillObject(object, schema);
        } else if (node.isArray()) {
            schema.items().ifPresent(items -> node.forEach(item -> fill(item, items)));
        }
    }

    private static void fillObject(ObjectNode object, Schema schema) {
        schema.properties().forEach((name, field) -> {
            if (!object.has(name)) {
                field.defaultValue().ifPresent(value -> object.set(name, value.deepCopy()));
            }
        });
        object.properties()
                .forEach(entry -> schema.field(entry.getKey()).ifPresent(field -> fill(entry.getValue(), field)));
    }
}
