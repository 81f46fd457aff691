package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Dispatcher;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.http.HtmlError;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpHandler;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.rpc.JsonRpc;
import dev.lifeboat.simulator.rpc.MalformedRequest;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.rpc.XmlRpcReader;
import dev.lifeboat.simulator.rpc.XmlRpcWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Answers calls: JSON-RPC under `/jsonrpc`, XML-RPC under every other path.
final class RpcHandler implements HttpHandler {
    private static final int LARGEST_BODY_BYTES = 300 * 1024;
    private static final String THUMBPRINT_QUESTION = "x-xenapi-request-host-certificate-thumbprint";
    private static final String THUMBPRINT_ANSWER = "x-xenapi-response-host-certificate-thumbprint";

    private final Host host;
    private final Dispatcher dispatcher;
    private final Pool pool;
    private final Profile profile;
    private final JsonRpc.Dialect dialect;

    RpcHandler(Host host, Dispatcher dispatcher, Pool pool) {
        this.host = host;
        this.dispatcher = dispatcher;
        this.pool = pool;
        this.profile = pool.profile();
        this.dialect = new JsonRpc.Dialect(
                profile.has(Feature.JSON_WHOLE_FLOATS),
                profile.has(Feature.JSON_RPC_ERROR_OBJECTS),
                profile.has(Feature.JSON_RPC_EARLY_ERROR_OBJECTS));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.request().header("transfer-encoding").isPresent()
                || exchange.request().header("content-length").isEmpty()) {
            HtmlError.send(exchange, 500, "a call needs a Content-Length");
            return;
        }
        var body = exchange.body().readNBytes(LARGEST_BODY_BYTES + 1);
        if (body.length > LARGEST_BODY_BYTES) {
            HtmlError.send(exchange, 500, "the call is larger than " + LARGEST_BODY_BYTES + " bytes");
        } else if (exchange.request().path().startsWith("/json") && profile.has(Feature.JSON_RPC)) {
            answer(exchange, "application/json", json(body));
        } else {
            answer(exchange, "text/xml", xml(exchange, body));
        }
    }

    /// An older server sends JSON down the path of XML, whose answer is XML too.
    private byte[] xml(HttpExchange exchange, byte[] body) {
        try {
            return xml(body);
        } catch (MalformedRequest e) {
            if (exchange.request().path().startsWith("/json")) {
                return XmlRpcWriter.failure(XapiError.of("INTERNAL_ERROR", String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    private byte[] xml(byte[] body) {
        var request = XmlRpcReader.read(body);
        if (request.method().equals("system.listMethods")) {
            return XmlRpcWriter.response(dispatcher.names());
        }
        try {
            return XmlRpcWriter.success(dispatcher.dispatch(host, request));
        } catch (XapiError e) {
            return XmlRpcWriter.failure(e);
        }
    }

    private byte[] json(byte[] body) {
        var call = JsonRpc.read(body, dialect);
        if (call.request().method().equals("system.listMethods")) {
            return JsonRpc.success(call, dispatcher.names());
        }
        try {
            return JsonRpc.success(call, dispatcher.dispatch(host, call.request()));
        } catch (XapiError e) {
            return JsonRpc.failure(call, e, dialect);
        }
    }

    private void answer(HttpExchange exchange, String type, byte[] content) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", type);
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("cache-control", "no-cache, no-store");
        thumbprint(exchange).ifPresent(hash -> headers.put(THUMBPRINT_ANSWER, hash));
        exchange.respond(200, headers, content);
    }

    /// A member that sends its caller to the master says by which certificate to know it, if asked.
    private Optional<String> thumbprint(HttpExchange exchange) {
        if (!profile.has(Feature.MASTER_THUMBPRINT) || pool.isMaster(host)) {
            return Optional.empty();
        }
        return switch (exchange.request().header(THUMBPRINT_QUESTION).orElse("")) {
            case "sha-256:master" -> Optional.of(pool.master().certificate().thumbprint("SHA-256"));
            case "sha-1:master" -> Optional.of(pool.master().certificate().thumbprint("SHA-1"));
            default -> Optional.empty();
        };
    }
}
