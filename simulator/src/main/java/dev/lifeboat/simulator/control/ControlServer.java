package dev.lifeboat.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The control operations as JSON over plain HTTP, on loopback only.
public final class ControlServer implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads;

    private ControlServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    public static ControlServer start(int port, Control control) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        var routes = new ControlRoutes(control);
        server.createContext("/", exchange -> handle(exchange, routes));
        server.start();
        return new ControlServer(server, threads);
    }

    public URI url() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void handle(HttpExchange exchange, ControlRoutes routes) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            try {
                JsonNode parameters = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
                var result = routes.route(
                        exchange.getRequestMethod(), exchange.getRequestURI().getPath(), parameters);
                answer(exchange, 200, result);
            } catch (UnknownObject e) {
                answer(exchange, 404, Map.of("error", String.valueOf(e.getMessage())));
            } catch (IOException | RuntimeException e) {
                answer(exchange, 400, Map.of("error", e.toString()));
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, Object content) throws IOException {
        var bytes = JSON.writeValueAsBytes(content);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
