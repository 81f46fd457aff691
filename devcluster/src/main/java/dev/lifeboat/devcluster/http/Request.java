package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.util.Objects;

/// One request, read whole.
@SuppressWarnings("ArrayRecordComponent") // Two requests are never compared.
record Request(HttpExchange exchange, String method, String path, Query query, byte[] body) {
    static Request read(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        return new Request(
                exchange,
                exchange.getRequestMethod(),
                uri.getPath(),
                Query.parse(Objects.requireNonNullElse(uri.getRawQuery(), "")),
                exchange.getRequestBody().readAllBytes());
    }

    String header(String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    String contentType() {
        var header = header("Content-Type");
        var end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip();
    }

    /// The program that asks, which is the field manager of who names none.
    String userAgent() {
        return header("User-Agent");
    }

    ObjectNode object() {
        return json() instanceof ObjectNode object ? object : refuse("the body is no JSON object");
    }

    JsonNode json() {
        var type = contentType();
        if (type.startsWith("application/vnd.kubernetes.protobuf")) {
            throw ApiFailure.unsupportedMediaType(
                    "devcluster takes JSON and YAML, not protobuf: use kubectl create ... --dry-run=client -o yaml |"
                            + " kubectl apply -f -");
        }
        try {
            return type.endsWith("yaml") ? jsonOrYaml() : Json.parse(body);
        } catch (IOException e) {
            return refuse("the body cannot be read: " + e.getMessage());
        }
    }

    /// Most clients send JSON as YAML, which is much quicker to read as what it is.
    private JsonNode jsonOrYaml() throws IOException {
        try {
            return Json.parse(body);
        } catch (JsonProcessingException _) {
            return Json.parseYaml(body);
        }
    }

    private static ObjectNode refuse(String message) {
        throw ApiFailure.badRequest(message);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
