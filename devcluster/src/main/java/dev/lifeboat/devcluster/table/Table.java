package dev.lifeboat.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import java.time.Instant;
import java.util.List;

/// Objects as the `Table` a client may ask for instead of them.
public final class Table {
    private Table() {}

    public static ObjectNode of(
            List<Column> columns, Iterable<? extends JsonNode> objects, JsonNode metadata, Instant now) {
        var table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", metadata);
        var definitions = table.putArray("columnDefinitions");
        columns.forEach(column -> definitions.add(column.definition()));
        var rows = table.putArray("rows");
        objects.forEach(object -> rows.add(row(columns, object, now)));
        return table;
    }

    private static ObjectNode row(List<Column> columns, JsonNode object, Instant now) {
        var row = Json.object();
        var cells = row.putArray("cells");
        columns.forEach(column -> cells.add(column.cell().of(object, now)));
        row.set("object", metadataOnly(object));
        return row;
    }

    /// What is left of an object for clients that want its metadata alone.
    public static ObjectNode metadataOnly(JsonNode object) {
        var partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
