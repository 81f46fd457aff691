package dev.lifeboat.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The columns of Kubernetes' own kinds.
public final class BuiltInColumns {
    private static final Column AGE = Column.age("Age", "metadata", "creationTimestamp");
    private static final Column NAME = Column.objectName();

    private BuiltInColumns() {}

    public static List<Column> of(String kind) {
        return switch (kind) {
            case "Pod" -> PodColumns.columns();
            case "Job" -> JobColumns.columns();
            case "Namespace" -> List.of(NAME, Column.path("Status", "status", "phase"), AGE);
            case "Node" -> List.of(NAME, Column.text("Status", (_, _) -> Json.text("Ready")), AGE);
            case "ConfigMap" -> List.of(NAME, data(), AGE);
            case "Secret" -> List.of(NAME, Column.path("Type", "type"), data(), AGE);
            case "Service" -> List.of(NAME, Column.path("Type", "spec", "type"), AGE);
            case "Lease" -> List.of(NAME, Column.path("Holder", "spec", "holderIdentity"), AGE);
            case "PersistentVolumeClaim" -> claim();
            case "PersistentVolume" -> volume();
            case "Event" -> event();
            case "CustomResourceDefinition" ->
                List.of(NAME, Column.path("Created At", "metadata", "creationTimestamp"));
            default -> List.of(NAME, AGE);
        };
    }

    private static Column data() {
        return Column.number(
                "Data",
                (object, _) -> Json.number(
                        object.path("data").size() + object.path("binaryData").size()));
    }

    private static List<Column> claim() {
        return List.of(
                NAME,
                Column.path("Status", "status", "phase"),
                Column.path("Volume", "spec", "volumeName"),
                Column.path("Capacity", "status", "capacity", "storage"),
                Column.text("Access Modes", (object, _) -> accessModes(object)),
                Column.path("StorageClass", "spec", "storageClassName"),
                AGE);
    }

    private static List<Column> volume() {
        return List.of(
                NAME,
                Column.path("Capacity", "spec", "capacity", "storage"),
                Column.text("Access Modes", (object, _) -> accessModes(object)),
                Column.path("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"),
                Column.path("Status", "status", "phase"),
                Column.text("Claim", (object, _) -> named(object.path("spec").path("claimRef"), "namespace")),
                Column.path("StorageClass", "spec", "storageClassName"),
                AGE);
    }

    private static List<Column> event() {
        return List.of(
                Column.age("Last Seen", "lastTimestamp"),
                Column.path("Type", "type"),
                Column.path("Reason", "reason"),
                Column.text("Object", (object, _) -> {
                    var about = object.path("involvedObject");
                    var kind = Json.textAt(about, "kind").toLowerCase(Locale.ROOT);
                    return Json.text(kind + "/" + Json.textAt(about, "name"));
                }),
                Column.path("Message", "message"));
    }

    private static JsonNode named(JsonNode reference, String above) {
        var name = Json.textAt(reference, "name");
        return Json.text(name.isEmpty() ? "" : Json.textAt(reference, above) + "/" + name);
    }

    private static JsonNode accessModes(JsonNode object) {
        return Json.text(
                StreamSupport.stream(object.path("spec").path("accessModes").spliterator(), false)
                        .map(mode -> mode.asText().replaceAll("[a-z]", ""))
                        .collect(Collectors.joining(",")));
    }
}
