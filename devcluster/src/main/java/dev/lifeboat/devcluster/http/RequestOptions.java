package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.DeleteOptions.Propagation;
import dev.lifeboat.devcluster.api.FieldValidation;
import dev.lifeboat.devcluster.api.WriteOptions;
import dev.lifeboat.devcluster.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a request wants its write done: what its query says, and the body of a deletion.
final class RequestOptions {
    private RequestOptions() {}

    static WriteOptions write(Request request) {
        var query = request.query();
        var manager = query.text("fieldManager");
        return new WriteOptions(
                manager.isEmpty() ? defaultManager(request.userAgent()) : manager,
                query.flag("force"),
                query.text("dryRun").equals("All"),
                FieldValidation.of(query.text("fieldValidation")));
    }

    private static String defaultManager(String userAgent) {
        var slash = userAgent.indexOf('/');
        var name = slash < 0 ? userAgent : userAgent.substring(0, slash);
        return name.isBlank() ? "unknown" : name;
    }

    static DeleteOptions delete(Request request) {
        var body = request.body().length == 0 ? Json.object() : request.object();
        var query = request.query();
        var propagation = Optional.of(query.text("propagationPolicy"))
                .filter(text -> !text.isEmpty())
                .orElse(Json.textAt(body, "propagationPolicy"));
        return new DeleteOptions(
                propagation(propagation, body.path("orphanDependents")),
                query.number("gracePeriodSeconds")
                        .or(() -> Optional.ofNullable(body.get("gracePeriodSeconds"))
                                .map(JsonNode::asLong)),
                text(body, "uid"),
                text(body, "resourceVersion"),
                query.text("dryRun").equals("All")
                        || Json.texts(body.path("dryRun")).contains("All"));
    }

    private static Optional<Propagation> propagation(String name, JsonNode orphanDependents) {
        if (orphanDependents.isBoolean()) {
            return Optional.of(orphanDependents.asBoolean() ? Propagation.ORPHAN : Propagation.BACKGROUND);
        }
        return switch (name) {
            case "" -> Optional.empty();
            case "Background", "Foreground", "Orphan" ->
                Optional.of(Propagation.valueOf(name.toUpperCase(Locale.ROOT)));
            default ->
                throw ApiFailure.badRequest(
                        "propagationPolicy must be one of %s".formatted(List.of("Orphan", "Background", "Foreground")));
        };
    }

    private static Optional<String> text(JsonNode body, String precondition) {
        return Optional.of(Json.textAt(body, "preconditions", precondition)).filter(found -> !found.isEmpty());
    }
}
