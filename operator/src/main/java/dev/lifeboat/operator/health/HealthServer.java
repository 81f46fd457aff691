package dev.lifeboat.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Serves `/metrics`, `/healthz` and `/readyz`.
public final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /// @param metrics   in the format of Prometheus
    /// @param complaints what is wrong with the process; empty if it is well
    public static HealthServer start(
            InetSocketAddress listen, Supplier<String> metrics, Supplier<List<String>> complaints) {
        try {
            var server = HttpServer.create(listen, 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.get()));
            server.createContext("/healthz", exchange -> health(exchange, complaints.get()));
            server.createContext("/readyz", exchange -> health(exchange, complaints.get()));
            server.start();
            return new HealthServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot listen at " + listen + ": " + e.getMessage() + ". Choose another with --listen", e);
        }
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void health(HttpExchange exchange, List<String> complaints) throws IOException {
        if (complaints.isEmpty()) {
            answer(exchange, 200, "text/plain", "ok\n");
        } else {
            answer(exchange, 503, "text/plain", String.join("\n", complaints) + "\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
