package dev.lifeboat.agent.progress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lifeboat.agent.api.AgentJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Serves `/progress`, `/metrics` and `/healthz`. Nothing that it says is secret, and nothing can be changed through
/// it.
public final class StatusServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("status-", 0).factory());

    private StatusServer(HttpServer server) {
        this.server = server;
    }

    private record Answer(int status, String contentType, String body) {}

    public static StatusServer start(InetSocketAddress address, ProgressBoard board) throws IOException {
        var status = new StatusServer(HttpServer.create(address, 0));
        status.serve("/progress", () -> new Answer(200, "application/json", AgentJson.write(board.now())));
        status.serve(
                "/metrics",
                () -> new Answer(200, MetricsText.CONTENT_TYPE, MetricsText.of(board.now(), board.meters())));
        status.serve("/healthz", () -> health(board));
        status.server.setExecutor(status.threads);
        status.server.start();
        return status;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static Answer health(ProgressBoard board) {
        return board.stall()
                .map(why -> new Answer(503, "text/plain", why + "\n"))
                .orElseGet(() -> new Answer(200, "text/plain", "ok\n"));
    }

    private void serve(String path, Supplier<Answer> content) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    send(exchange, new Answer(404, "text/plain", "no such path\n"));
                } else if (!exchange.getRequestMethod().equals("GET")) {
                    send(exchange, new Answer(405, "text/plain", "GET only\n"));
                } else {
                    send(exchange, content.get());
                }
            }
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
