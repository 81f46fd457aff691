package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sends answers.
final class Reply {
    private final HttpExchange exchange;

    Reply(HttpExchange exchange) {
        this.exchange = exchange;
    }

    void json(int code, JsonNode body) throws IOException {
        send(code, "application/json", Json.bytes(body));
    }

    void text(int code, String body) throws IOException {
        send(code, "text/plain", body.getBytes(StandardCharsets.UTF_8));
    }

    /// As clients show them to the user.
    void warn(List<String> warnings) {
        for (var warning : warnings) {
            var quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
            exchange.getResponseHeaders().add("Warning", "299 - \"" + quoted + "\"");
        }
    }

    private void send(int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
