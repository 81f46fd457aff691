package dev.lifeboat.devcluster.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.kind.Kinds;
import dev.lifeboat.devcluster.kind.Version;
import java.util.List;
import java.util.Optional;

/// OpenAPI v3 documents: the schemas for `kubectl explain`, and the query parameters by which kubectl learns that
/// the server validates fields itself.
public final class OpenApi {
    private static final ObjectNode UNKNOWN_SCHEMA = Json.parse("""
        {"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{
          "apiVersion":{"type":"string","description":"The version of the schema of this object."},
          "kind":{"type":"string","description":"The kind of this object."},
          "metadata":{"type":"object","description":"Name, namespace, labels, annotations and the like."}}}
        """);

    private final Kinds kinds;
    private final Discovery discovery;

    public OpenApi(Kinds kinds, Discovery discovery) {
        this.kinds = kinds;
        this.discovery = discovery;
    }

    public ObjectNode index() {
        var index = Json.object();
        var paths = index.putObject("paths");
        for (var version : discovery.versions()) {
            paths.putObject(version.path()).put("serverRelativeURL", "/openapi/v3/" + version.path());
        }
        return index;
    }

    /// The document at a path such as `apis/batch/v1`.
    public Optional<ObjectNode> document(String path) {
        return discovery.versions().stream()
                .filter(version -> version.path().equals(path))
                .findFirst()
                .map(this::document);
    }

    private ObjectNode document(Version version) {
        var document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.32.0-devcluster");
        var paths = document.putObject("paths");
        var schemas = document.putObject("components").putObject("schemas");
        for (var kind : kinds.all()) {
            if (kind.version().equals(version)) {
                describe(kind, paths, schemas);
            }
        }
        return document;
    }

    private static void describe(Kind kind, ObjectNode paths, ObjectNode schemas) {
        var name = schemaName(kind);
        schemas.set(name, schema(kind));
        var collection = "/" + kind.version().path()
                + (kind.namespaced() ? "/namespaces/{namespace}/" : "/")
                + kind.names().plural();
        paths.putObject(collection).set("post", operation(kind, name, "post"));
        var item = paths.putObject(collection + "/{name}");
        for (var method : List.of("get", "put", "patch", "delete")) {
            item.set(method, operation(kind, name, method));
        }
    }

    private static ObjectNode schema(Kind kind) {
        JsonNode raw = kind.schema().map(schema -> schema.root().raw()).orElse(UNKNOWN_SCHEMA);
        var schema = (ObjectNode) raw.deepCopy();
        schema.putArray("x-kubernetes-group-version-kind").add(identity(kind));
        return schema;
    }

    private static ObjectNode operation(Kind kind, String schema, String method) {
        var operation = Json.object().put("operationId", method + kind.kind());
        operation.put("x-kubernetes-action", method);
        operation.set("x-kubernetes-group-version-kind", identity(kind));
        var parameters = operation.putArray("parameters");
        for (var name : List.of("dryRun", "fieldManager", "fieldValidation")) {
            var parameter = parameters.addObject().put("name", name).put("in", "query");
            parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
        }
        operation
                .putObject("responses")
                .putObject("200")
                .put("description", "OK")
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
        return operation;
    }

    private static ObjectNode identity(Kind kind) {
        return Json.object()
                .put("group", kind.version().group())
                .put("kind", kind.kind())
                .put("version", kind.version().version());
    }

    private static String schemaName(Kind kind) {
        var group = kind.version().group().isEmpty() ? "core" : kind.version().group();
        return "%s.%s.%s".formatted(group, kind.version().version(), kind.kind());
    }
}
