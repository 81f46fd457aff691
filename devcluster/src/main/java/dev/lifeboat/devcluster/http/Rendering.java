package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.table.Table;
import java.time.Clock;
import java.util.List;

/// How objects are shown: as they are, as a table, or as metadata alone.
record Rendering(Kind kind, Form form, Clock clock) {
    enum Form {
        OBJECT,
        TABLE,
        METADATA
    }

    static Rendering of(Kind kind, String accept, Clock clock) {
        if (accept.contains("as=Table")) {
            return new Rendering(kind, Form.TABLE, clock);
        }
        return new Rendering(kind, accept.contains("as=PartialObjectMetadata") ? Form.METADATA : Form.OBJECT, clock);
    }

    JsonNode object(ObjectNode object) {
        return switch (form) {
            case OBJECT -> kind.present(object);
            case METADATA -> Table.metadataOnly(object);
            case TABLE -> Table.of(kind.columns(), List.of(object), versionOf(object), clock.instant());
        };
    }

    JsonNode list(List<ObjectNode> objects, ObjectNode metadata) {
        return switch (form) {
            case OBJECT ->
                listOf(
                        kind.kind() + "List",
                        kind.version().apiVersion(),
                        objects.stream().map(kind::present).toList(),
                        metadata);
            case METADATA ->
                listOf(
                        "PartialObjectMetadataList",
                        "meta.k8s.io/v1",
                        objects.stream().map(Table::metadataOnly).toList(),
                        metadata);
            case TABLE -> Table.of(kind.columns(), objects, metadata, clock.instant());
        };
    }

    private static ObjectNode listOf(String kind, String apiVersion, List<ObjectNode> objects, ObjectNode metadata) {
        var list = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        list.set("metadata", metadata);
        list.putArray("items").addAll(objects);
        return list;
    }

    private static ObjectNode versionOf(ObjectNode object) {
        return Json.object().put("resourceVersion", Json.textAt(object, "metadata", "resourceVersion"));
    }
}
