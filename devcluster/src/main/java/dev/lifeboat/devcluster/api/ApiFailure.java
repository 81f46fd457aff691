package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.kind.Kind;
import java.util.List;
import java.util.stream.Collectors;

/// A request the API refuses, as the `Status` object a client gets.
public final class ApiFailure extends RuntimeException {
    private final int code;
    private final String reason;
    private final ObjectNode details;

    private ApiFailure(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public static ApiFailure notFound(GroupResource resource, String name) {
        return new ApiFailure(
                404, "NotFound", "%s \"%s\" not found".formatted(resource, name), details(resource, name));
    }

    public static ApiFailure noSuchPath() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    public static ApiFailure alreadyExists(GroupResource resource, String name) {
        return new ApiFailure(
                409, "AlreadyExists", "%s \"%s\" already exists".formatted(resource, name), details(resource, name));
    }

    public static ApiFailure stale(GroupResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiFailure conflict(GroupResource resource, String name, String why) {
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(resource, name, why),
                details(resource, name));
    }

    /// Fields that another manager owns.
    public static ApiFailure ownedByOthers(String message, List<Cause> causes) {
        return new ApiFailure(409, "Conflict", message, withCauses(Json.object(), causes));
    }

    public static ApiFailure invalid(Kind kind, String name, List<Cause> causes) {
        var text = causes.stream().map(Cause::toString).collect(Collectors.joining(", "));
        var details = Json.object().put("name", name);
        details.put("group", kind.version().group()).put("kind", kind.kind());
        return new ApiFailure(
                422,
                "Invalid",
                "%s \"%s\" is invalid: %s"
                        .formatted(kind.qualifiedKind(), name, causes.size() == 1 ? text : "[" + text + "]"),
                withCauses(details, causes));
    }

    public static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, Json.object());
    }

    public static ApiFailure forbidden(GroupResource resource, String name, String why) {
        return new ApiFailure(
                403, "Forbidden", "%s \"%s\" is forbidden: %s".formatted(resource, name, why), details(resource, name));
    }

    public static ApiFailure namespaceTerminating(GroupResource resource, String name, String namespace) {
        var why = "unable to create new content in namespace %s because it is being terminated".formatted(namespace);
        var failure = forbidden(resource, name, why);
        failure.details
                .putArray("causes")
                .addObject()
                .put("reason", "NamespaceTerminating")
                .put("message", "namespace %s is being terminated".formatted(namespace))
                .put("field", "metadata.namespace");
        return failure;
    }

    public static ApiFailure methodNotAllowed() {
        return new ApiFailure(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Json.object());
    }

    public static ApiFailure unsupportedMediaType(String message) {
        return new ApiFailure(415, "UnsupportedMediaType", message, Json.object());
    }

    public static ApiFailure expired(String message) {
        return new ApiFailure(410, "Expired", message, Json.object());
    }

    public static ApiFailure internal(String message) {
        return new ApiFailure(500, "InternalError", "Internal error occurred: " + message, Json.object());
    }

    public int code() {
        return code;
    }

    public ObjectNode status() {
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    private static ObjectNode details(GroupResource resource, String name) {
        return Json.object().put("name", name).put("group", resource.group()).put("kind", resource.plural());
    }

    private static ObjectNode withCauses(ObjectNode details, List<Cause> causes) {
        var array = details.putArray("causes");
        for (var cause : causes) {
            array.addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        }
        return details;
    }
}
