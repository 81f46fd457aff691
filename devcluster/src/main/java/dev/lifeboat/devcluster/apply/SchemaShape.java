package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.schema.ListType;
import dev.lifeboat.devcluster.schema.Schema;
import java.util.List;
import java.util.Optional;

/// The shape a custom resource's schema describes; metadata has Kubernetes' own.
record SchemaShape(Schema schema, boolean resource) implements Shape {
    private static final Shape OBJECT = new BuiltInShape("");

    @Override
    public Shape field(String name) {
        if (resource && name.equals("metadata")) {
            return OBJECT.field(name);
        }
        var field = schema.field(name).orElse(Schema.anything());
        return new SchemaShape(field, field.embedded());
    }

    @Override
    public Shape item() {
        return new SchemaShape(schema.items().orElse(Schema.anything()), false);
    }

    @Override
    public boolean declares(String field) {
        return resource || schema.properties().containsKey(field);
    }

    @Override
    public ListType listType() {
        return schema.listType();
    }

    @Override
    public List<String> keys() {
        return schema.listKeys();
    }

    @Override
    public Optional<JsonNode> keyDefault(String key) {
        return schema.items().flatMap(items -> items.field(key)).flatMap(Schema::defaultValue);
    }

    @Override
    public boolean atomicMap() {
        return schema.atomicMap();
    }
}
