package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One probe of a container, and how often it must fail or succeed to count.
final class Probe {
    private static final int SUCCESS_FROM = 200;
    private static final int SUCCESS_BELOW = 400;

    private final JsonNode spec;
    private final Launch launch;
    private final HttpClient http;

    private Probe(JsonNode spec, Launch launch, HttpClient http) {
        this.spec = spec;
        this.launch = launch;
        this.http = http;
    }

    static Optional<Probe> of(JsonNode container, String name, Launch launch, HttpClient http) {
        return container.has(name) ? Optional.of(new Probe(container.path(name), launch, http)) : Optional.empty();
    }

    Duration initialDelay() {
        return seconds("initialDelaySeconds", 0);
    }

    Duration period() {
        return seconds("periodSeconds", 10);
    }

    int failureThreshold() {
        return spec.path("failureThreshold").asInt(3);
    }

    int successThreshold() {
        return spec.path("successThreshold").asInt(1);
    }

    boolean succeeds() throws InterruptedException {
        try {
            if (spec.has("httpGet")) {
                return get(spec.path("httpGet"));
            }
            return spec.has("exec") ? exec(spec.path("exec")) : connect(spec.path("tcpSocket"));
        } catch (IOException _) {
            return false;
        }
    }

    private boolean get(JsonNode get) throws IOException, InterruptedException {
        var scheme = Json.textAt(get, "scheme").equalsIgnoreCase("HTTPS") ? "https" : "http";
        var path = Json.textAt(get, "path");
        var uri = URI.create(
                "%s://%s:%d%s".formatted(scheme, host(get), port(get), path.startsWith("/") ? path : "/" + path));
        var request = HttpRequest.newBuilder(uri).timeout(timeout());
        get.path("httpHeaders")
                .forEach(header -> request.header(Json.textAt(header, "name"), Json.textAt(header, "value")));
        var code = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        return code >= SUCCESS_FROM && code < SUCCESS_BELOW;
    }

    private boolean exec(JsonNode exec) throws IOException, InterruptedException {
        var process = launch.execute(Json.texts(exec.path("command")));
        if (process.waitFor(timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            return process.exitValue() == 0;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return false;
    }

    private boolean connect(JsonNode tcp) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(host(tcp), port(tcp)), (int) timeout().toMillis());
            return true;
        }
    }

    private String host(JsonNode target) {
        var host = Json.textAt(target, "host");
        return host.isEmpty() ? launch.address() : host;
    }

    private int port(JsonNode target) {
        var port = target.path("port");
        return port.isNumber() ? port.asInt() : launch.namedPort(port.asText());
    }

    private Duration timeout() {
        return seconds("timeoutSeconds", 1);
    }

    private Duration seconds(String field, int otherwise) {
        return Duration.ofSeconds(spec.path(field).asInt(otherwise));
    }
}
