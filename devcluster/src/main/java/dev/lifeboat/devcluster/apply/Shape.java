package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.schema.ListType;
import java.util.List;
import java.util.Optional;

/// How a value merges with another one of the same field: whole or part by part, and by which keys.
public interface Shape {
    /// The shape of a whole object of the kind.
    static Shape of(Kind kind) {
        return kind.schema()
                .<Shape>map(schema -> new SchemaShape(schema.root(), true))
                .orElseGet(() -> new BuiltInShape(kind.kind()));
    }

    Shape field(String name);

    Shape item();

    /// Whether the field is part of the type, rather than a key of a map that could as well be another one.
    boolean declares(String field);

    ListType listType();

    List<String> keys();

    /// The value a key field has when an item leaves it out.
    Optional<JsonNode> keyDefault(String key);

    boolean atomicMap();
}
