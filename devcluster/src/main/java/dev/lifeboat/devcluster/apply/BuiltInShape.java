package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.schema.ListType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The shapes of Kubernetes' own kinds, known by the name of the field and where needed of the one above it. Covers the
/// kinds the devcluster serves; every list that is not named here is replaced whole.
record BuiltInShape(String kind, String parent, String name) implements Shape {
    private static final Map<String, List<String>> KEYED = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("secrets", List.of("name")),
            Map.entry("schedulingGates", List.of("name")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("podIPs", List.of("ip")),
            Map.entry("conditions", List.of("type")),
            Map.entry("addresses", List.of("type")),
            Map.entry("ownerReferences", List.of("uid")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));
    private static final Set<String> ATOMIC_MAPS = Set.of(
            "selector",
            "labelSelector",
            "nodeSelector",
            "secretKeyRef",
            "configMapKeyRef",
            "fieldRef",
            "resourceFieldRef",
            "roleRef",
            "involvedObject",
            "regarding");
    private static final Set<String> TEXT_MAPS =
            Set.of("labels", "annotations", "data", "binaryData", "stringData", "limits", "requests", "matchLabels");

    BuiltInShape(String kind) {
        this(kind, "", "");
    }

    @Override
    public Shape field(String field) {
        return new BuiltInShape(kind, name, field);
    }

    @Override
    public Shape item() {
        return new BuiltInShape(kind, name, "");
    }

    @Override
    public boolean declares(String field) {
        return !TEXT_MAPS.contains(name);
    }

    @Override
    public ListType listType() {
        if (name.equals("finalizers")) {
            return ListType.SET;
        }
        return keys().isEmpty() ? ListType.ATOMIC : ListType.MAP;
    }

    @Override
    public List<String> keys() {
        if (name.equals("ports")) {
            return switch (kind) {
                case "Service" -> List.of("port", "protocol");
                case "Endpoints" -> List.of();
                default -> List.of("containerPort", "protocol");
            };
        }
        return kind.equals("Endpoints") ? List.of() : KEYED.getOrDefault(name, List.of());
    }

    @Override
    public Optional<JsonNode> keyDefault(String key) {
        return key.equals("protocol") ? Optional.of(Json.text("TCP")) : Optional.empty();
    }

    @Override
    public boolean atomicMap() {
        return ATOMIC_MAPS.contains(name);
    }
}
