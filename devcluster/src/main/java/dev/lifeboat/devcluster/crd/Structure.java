package dev.lifeboat.devcluster.crd;

import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.schema.ListType;
import dev.lifeboat.devcluster.schema.Schema;
import dev.lifeboat.devcluster.schema.Validator;
import java.util.ArrayList;
import java.util.List;

/// What makes a schema structural, so far as a mistake in it would otherwise show only on a real server.
final class Structure {
    private final List<Cause> causes = new ArrayList<>();

    static List<Cause> check(Schema root, String path) {
        var structure = new Structure();
        if (!root.type().equals("object")) {
            structure.causes.add(
                    Cause.invalid(path + ".type", "\"" + root.type() + "\"", "must be object at the root"));
        }
        structure.visit(root, path);
        return List.copyOf(structure.causes);
    }

    private void visit(Schema schema, String path) {
        if (schema.type().isEmpty() && !schema.intOrString() && !schema.preservesUnknown()) {
            causes.add(Cause.required(path + ".type", "must not be empty for specified object fields"));
        }
        if (!schema.properties().isEmpty() && schema.additional().isPresent()) {
            causes.add(Cause.forbidden(path + ".additionalProperties", "must not be used together with properties"));
        }
        if (schema.type().equals("array") && schema.items().isEmpty()) {
            causes.add(Cause.required(path + ".items", "must be specified"));
        }
        checkList(schema, path);
        schema.defaultValue().ifPresent(value -> causes.addAll(Validator.validate(value, schema, path + ".default")));
        schema.properties().forEach((name, field) -> visit(field, "%s.properties[%s]".formatted(path, name)));
        schema.additional().ifPresent(values -> visit(values, path + ".additionalProperties"));
        schema.items().ifPresent(items -> visit(items, path + ".items"));
    }

    private void checkList(Schema schema, String path) {
        if (schema.listType() != ListType.MAP) {
            return;
        }
        if (schema.listKeys().isEmpty()) {
            causes.add(Cause.required(
                    path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        }
        schema.items().ifPresent(items -> {
            for (var key : schema.listKeys()) {
                var field = items.properties().get(key);
                var required = Json.texts(items.raw().path("required"));
                if (field == null || (field.defaultValue().isEmpty() && !required.contains(key))) {
                    causes.add(Cause.required(
                            "%s.items.properties[%s].default".formatted(path, key),
                            "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                                    + " required property"));
                }
            }
        });
    }
}
