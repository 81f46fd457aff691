package dev.lifeboat.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.ArrayList;
import java.util.List;

/// The columns of a custom resource: its name, then what the definition asks for, or the age.
public final class CustomColumns {
    private CustomColumns() {}

    public static List<Column> of(JsonNode printerColumns) {
        var columns = new ArrayList<Column>();
        columns.add(Column.objectName());
        for (var definition : printerColumns) {
            JsonPath.parse(Json.textAt(definition, "jsonPath"))
                    .ifPresent(path -> columns.add(Column.custom(definition, path)));
        }
        if (printerColumns.isEmpty()) {
            columns.add(Column.age("Age", "metadata", "creationTimestamp"));
        }
        return columns;
    }
}
