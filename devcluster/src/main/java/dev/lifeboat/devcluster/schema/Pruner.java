package dev.lifeboat.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Removes what the schema does not know, and nulls that it does not allow.
public final class Pruner {
    private static final Set<String> RESOURCE_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final List<String> removed = new ArrayList<>();

    /// Prunes in place and tells the paths of unknown fields, as a strict client wants to hear them.
    public static List<String> prune(ObjectNode object, Schema root) {
        var pruner = new Pruner();
        pruner.pruneObject(object, root, "", true);
        return pruner.removed;
    }

    private void prune(JsonNode node, Schema schema, String path) {
        if (node instanceof ObjectNode object) {
            pruneObject(object, schema, path, schema.embedded());
        } else if (node.isArray()) {
            var items = schema.items();
            for (var index = 0; index < node.size() && items.isPresent(); index++) {
                prune(node.get(index), items.get(), path + "[" + index + "]");
            }
        }
    }

    private void pruneObject(ObjectNode object, Schema schema, String path, boolean resource) {
        for (var name :
                List.copyOf(object.properties().stream().map(Map.Entry::getKey).toList())) {
            if (resource && RESOURCE_FIELDS.contains(name)) {
                continue;
            }
            var here = path.isEmpty() ? name : path + "." + name;
            var field = schema.field(name);
            if (field.isEmpty()) {
                if (!schema.preservesUnknown()) {
                    object.remove(name);
                    removed.add(here);
                }
            } else if (object.path(name).isNull()
                    && !field.get().nullable()
                    && !field.get().preservesUnknown()) {
                object.remove(name);
            } else {
                prune(object.path(name), field.get(), here);
            }
        }
    }
}
