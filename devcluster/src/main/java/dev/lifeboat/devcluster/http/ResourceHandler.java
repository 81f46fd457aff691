package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.api.Outcome;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.api.Target;
import dev.lifeboat.devcluster.apply.Shape;
import dev.lifeboat.devcluster.discovery.Reviews;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.patch.PatchRefused;
import dev.lifeboat.devcluster.patch.PatchType;
import dev.lifeboat.devcluster.patch.Patches;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/// Answers requests about resources.
final class ResourceHandler {
    /// What the real server gives a watch that asks for no time of its own, at least.
    private static final long WATCH_SECONDS = 1800;

    private final Resources resources;
    private final Lists lists;
    private final PodLog logs;
    private final RequestLog seen;
    private final Clock clock;

    ResourceHandler(Resources resources, LogSource logs, RequestLog seen, Clock clock) {
        this.resources = resources;
        this.logs = new PodLog(logs);
        this.seen = seen;
        this.clock = clock;
        lists = new Lists(resources.store());
    }

    void handle(Request request, ResourcePath path, Reply reply) throws IOException, InterruptedException {
        record(request, path);
        if (request.method().equals("POST")) {
            var review = Reviews.answer(path.version(), path.plural(), request.object());
            if (review.isPresent()) {
                reply.json(201, review.get());
                return;
            }
        }
        var kind = kind(path);
        var rendering = Rendering.of(kind, request.header("Accept"), clock);
        if (path.subresource().equals("log")) {
            resources.get(target(kind, path));
            logs.serve(request, new ObjectKey(path.namespace(), path.name()));
        } else if (watches(request)) {
            watch(request, path, kind, rendering);
        } else if (path.name().isEmpty()) {
            collection(request, path, kind, rendering, reply);
        } else {
            object(request, target(kind, path), rendering, reply);
        }
    }

    private Kind kind(ResourcePath path) {
        var kind = resources.kinds().find(path.version(), path.plural()).orElseThrow(ApiFailure::noSuchPath);
        var known = path.subresource().isEmpty() || kind.subresources().contains(path.subresource());
        var placed = kind.namespaced() || path.namespace().isEmpty();
        if (!known || !placed) {
            throw ApiFailure.noSuchPath();
        }
        return kind;
    }

    private static Target target(Kind kind, ResourcePath path) {
        return new Target(kind, new ObjectKey(path.namespace(), path.name()), path.subresource());
    }

    private static boolean watches(Request request) {
        return request.method().equals("GET") && request.query().flag("watch");
    }

    private void watch(Request request, ResourcePath path, Kind kind, Rendering rendering)
            throws IOException, InterruptedException {
        var selection = Selection.of(kind, path, request.query());
        var atMost = Duration.ofSeconds(request.query().number("timeoutSeconds").orElse(WATCH_SECONDS));
        request.exchange().getResponseHeaders().set("Content-Type", "application/json");
        request.exchange().sendResponseHeaders(200, 0);
        try (var out = request.exchange().getResponseBody()) {
            // An empty write sends the headers, so that the client knows the watch stands.
            out.flush();
            new WatchStream(resources.store(), selection, rendering, out, clock).run(request.query(), atMost);
        }
    }

    private void collection(Request request, ResourcePath path, Kind kind, Rendering rendering, Reply reply)
            throws IOException {
        switch (request.method()) {
            case "GET" ->
                reply.json(200, lists.list(Selection.of(kind, path, request.query()), rendering, request.query()));
            case "POST" -> create(request, path, kind, rendering, reply);
            case "DELETE" -> deleteAll(request, path, kind, rendering, reply);
            default -> throw ApiFailure.methodNotAllowed();
        }
    }

    private void create(Request request, ResourcePath path, Kind kind, Rendering rendering, Reply reply)
            throws IOException {
        var body = request.object();
        var named = Meta.of(body).namespace();
        if (kind.namespaced() && path.namespace().isEmpty()) {
            throw ApiFailure.methodNotAllowed();
        }
        if (kind.namespaced() && !named.isEmpty() && !named.equals(path.namespace())) {
            throw ApiFailure.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        send(resources.create(kind, path.namespace(), body, RequestOptions.write(request)), rendering, reply);
    }

    private void deleteAll(Request request, ResourcePath path, Kind kind, Rendering rendering, Reply reply)
            throws IOException {
        var selection = Selection.of(kind, path, request.query());
        var options = RequestOptions.delete(request);
        var gone = resources.store().list(kind.resource()).objects().stream()
                .filter(selection)
                .toList();
        for (var object : gone) {
            resources.delete(new Target(kind, ObjectKey.of(object), ""), options);
        }
        reply.json(
                200,
                rendering.list(
                        gone,
                        Json.object()
                                .put(
                                        "resourceVersion",
                                        Long.toString(resources.store().revision()))));
    }

    private void object(Request request, Target target, Rendering rendering, Reply reply) throws IOException {
        switch (request.method()) {
            case "GET" -> reply.json(200, rendering.object(resources.get(target)));
            case "PUT" ->
                send(resources.replace(target, request.object(), RequestOptions.write(request)), rendering, reply);
            case "PATCH" -> send(patch(request, target), rendering, reply);
            case "DELETE" -> delete(request, target, rendering, reply);
            default -> throw ApiFailure.methodNotAllowed();
        }
    }

    private Outcome patch(Request request, Target target) {
        var type = PatchType.of(request.contentType())
                .filter(found -> found != PatchType.STRATEGIC || !target.kind().custom())
                .orElseThrow(() -> ApiFailure.unsupportedMediaType(
                        "the body of the request was in an unknown format - accepted media types include:"
                                + " application/json-patch+json, application/merge-patch+json,"
                                + " application/apply-patch+yaml"));
        var options = RequestOptions.write(request);
        if (type == PatchType.APPLY) {
            if (request.query().text("fieldManager").isEmpty()) {
                throw ApiFailure.badRequest("fieldManager is required for apply patch");
            }
            return resources.apply(target, request.object(), options);
        }
        var patch = request.json();
        try {
            return resources.update(target, live -> patched(type, live, patch, target.kind()), options);
        } catch (PatchRefused e) {
            throw ApiFailure.badRequest(e.getMessage());
        }
    }

    private static ObjectNode patched(PatchType type, ObjectNode live, JsonNode patch, Kind kind) {
        return switch (type) {
            case JSON -> Patches.json(live, patch);
            case STRATEGIC -> Patches.strategic(live, patch, Shape.of(kind));
            case MERGE, APPLY -> Patches.merge(live, patch);
        };
    }

    private void delete(Request request, Target target, Rendering rendering, Reply reply) throws IOException {
        if (!target.subresource().isEmpty()) {
            throw ApiFailure.methodNotAllowed();
        }
        var outcome = resources.delete(target, RequestOptions.delete(request));
        reply.warn(outcome.warnings());
        if (outcome.effect() != Outcome.Effect.DELETED) {
            reply.json(200, rendering.object(outcome.object()));
            return;
        }
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
        status.putObject("metadata");
        status.putObject("details")
                .put("name", target.key().name())
                .put("group", target.kind().version().group())
                .put("kind", target.kind().names().plural())
                .put("uid", Meta.of(outcome.object()).uid());
        reply.json(200, status);
    }

    private static void send(Outcome outcome, Rendering rendering, Reply reply) throws IOException {
        reply.warn(outcome.warnings());
        var code = outcome.effect() == Outcome.Effect.CREATED ? 201 : 200;
        reply.json(code, rendering.object(outcome.object()));
    }

    private void record(Request request, ResourcePath path) {
        seen.add(new RecordedRequest(
                verb(request, path),
                path.version().group(),
                path.plural(),
                path.subresource(),
                path.namespace(),
                request.userAgent()));
    }

    private static String verb(Request request, ResourcePath path) {
        var single = !path.name().isEmpty();
        return switch (request.method()) {
            case "GET" -> watches(request) ? "watch" : single ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> single ? "delete" : "deletecollection";
            default -> request.method().toLowerCase(Locale.ROOT);
        };
    }
}
