package dev.lifeboat.devcluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.control.Directories;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A devcluster for the tests of one class, spoken to in plain HTTP.
final class TestCluster implements BeforeAllCallback, AfterAllCallback {
    /// Of anything that a busy machine can hold up.
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, Path> images;
    private Devcluster cluster;
    private Path data;
    private HttpClient http;

    TestCluster() {
        this(Map.of());
    }

    TestCluster(Map<String, Path> images) {
        this.images = images;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Awaitility.setDefaultTimeout(LIMIT);
        data = Files.createTempDirectory("devcluster");
        cluster = Devcluster.start(new DevclusterOptions(0, data, images));
        http = HttpClient.newHttpClient();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        http.close();
        cluster.close();
        Directories.delete(data);
    }

    Devcluster cluster() {
        return cluster;
    }

    Path data() {
        return data;
    }

    /// The answer to a request; `body` is absent for an answer that is no JSON.
    record Answer(int code, JsonNode body, String warning, String text) {
        String text(String... path) {
            return Json.textAt(body, path);
        }

        JsonNode at(String... path) {
            return Json.at(body, path);
        }
    }

    Answer get(String path) {
        return send(request("GET", path, ""));
    }

    Answer getAs(String accept, String path) {
        return send(request("GET", path, "").header("Accept", accept));
    }

    Answer post(String path, String yaml) {
        return send(request("POST", path, yaml).header("Content-Type", "application/yaml"));
    }

    Answer put(String path, JsonNode body) {
        return send(request("PUT", path, body.toString()).header("Content-Type", "application/json"));
    }

    Answer delete(String path) {
        return send(request("DELETE", path, ""));
    }

    /// `type` is json, merge or strategic-merge.
    Answer patch(String type, String path, String json) {
        return send(request("PATCH", path, json).header("Content-Type", "application/%s-patch+json".formatted(type)));
    }

    Answer apply(String manager, String path, String yaml) {
        var at = path + (path.contains("?") ? "&" : "?") + "fieldManager=" + manager;
        return send(request("PATCH", at, yaml).header("Content-Type", "application/apply-patch+yaml"));
    }

    Stream<JsonNode> watch(String path) {
        try {
            return http.send(request("GET", path, "").build(), BodyHandlers.ofLines())
                    .body()
                    .map(Json::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Makes a namespace and returns the path of core resources in it.
    String namespace(String name) {
        post("/api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
        return "/api/v1/namespaces/" + name;
    }

    HttpRequest.Builder request(String method, String path, String body) {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return HttpRequest.newBuilder(cluster.url().resolve(path))
                .header("User-Agent", "tester/1.0")
                .method(method, publisher);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return answer(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) throws IOException {
        var json = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return new Answer(
                response.statusCode(),
                json ? Json.parse(response.body()) : Json.object(),
                response.headers().firstValue("Warning").orElse(""),
                new String(response.body(), StandardCharsets.UTF_8));
    }
}
