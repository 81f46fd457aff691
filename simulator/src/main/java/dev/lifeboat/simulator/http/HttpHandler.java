package dev.lifeboat.simulator.http;

import java.io.IOException;

/// Answers one request. Whatever it leaves unanswered becomes a 500.
@FunctionalInterface
public interface HttpHandler {
    void handle(HttpExchange exchange) throws IOException;
}
