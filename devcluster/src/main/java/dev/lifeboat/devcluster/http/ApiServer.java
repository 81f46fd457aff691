package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.discovery.Discovery;
import dev.lifeboat.devcluster.discovery.OpenApi;
import dev.lifeboat.devcluster.kind.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API on a port of the loopback address: plain HTTP, no authentication, one virtual thread per request.
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    static {
        // Without it small answers wait 40 ms for the acknowledgement of their headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("api-", 0).factory());
    private final Discovery discovery;
    private final OpenApi openApi;
    private final RequestLog seen = new RequestLog();
    private final ResourceHandler handler;

    public ApiServer(int port, Resources resources, LogSource logs, Clock clock) throws IOException {
        discovery = new Discovery(resources.kinds());
        openApi = new OpenApi(resources.kinds(), discovery);
        handler = new ResourceHandler(resources, logs, seen, clock);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    public void start() {
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<RecordedRequest> requests() {
        return seen.all();
    }

    public void forgetRequests() {
        seen.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = Request.read(exchange);
            var reply = new Reply(exchange);
            try {
                answer(request, reply);
            } catch (ApiFailure e) {
                LOG.debug("{}: {} {}", request, e.code(), e.getMessage());
                reply.json(e.code(), e.status());
            } catch (IOException e) {
                LOG.debug("{}: the client has gone", request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                LOG.error("{} failed", request, e);
                var failure = ApiFailure.internal(e.toString());
                reply.json(failure.code(), failure.status());
            }
        }
    }

    private void answer(Request request, Reply reply) throws IOException, InterruptedException {
        if (request.header("Upgrade").equalsIgnoreCase("websocket")) {
            // Clients that watch by WebSocket first take a plain answer as «not here» and watch by HTTP.
            reply.text(200, "");
            return;
        }
        var path = ResourcePath.parse(request.path());
        if (path.isPresent()) {
            handler.handle(request, path.get(), reply);
        } else {
            describe(request.path(), reply);
        }
    }

    private void describe(String path, Reply reply) throws IOException {
        var parts = path.substring(1).split("/", -1);
        switch (parts[0]) {
            case "healthz", "livez", "readyz" -> reply.text(200, "ok");
            case "version" -> reply.json(200, Discovery.version());
            case "api" ->
                reply.json(
                        200,
                        parts.length > 1 && !parts[1].isEmpty() ? resources("", parts[1]) : Discovery.coreVersions());
            case "apis" ->
                reply.json(
                        200,
                        switch (parts.length) {
                            case 1 -> discovery.groups();
                            case 2 -> discovery.group(parts[1]).orElseThrow(ApiFailure::noSuchPath);
                            default -> resources(parts[1], parts[2]);
                        });
            case "openapi" -> openApi(path, reply);
            default -> throw ApiFailure.noSuchPath();
        }
    }

    private ObjectNode resources(String group, String version) {
        return discovery.resources(new Version(group, version)).orElseThrow(ApiFailure::noSuchPath);
    }

    private void openApi(String path, Reply reply) throws IOException {
        if (path.equals("/openapi/v3")) {
            reply.json(200, openApi.index());
        } else if (path.startsWith("/openapi/v3/")) {
            reply.json(
                    200,
                    openApi.document(path.substring("/openapi/v3/".length())).orElseThrow(ApiFailure::noSuchPath));
        } else {
            throw ApiFailure.noSuchPath();
        }
    }
}
