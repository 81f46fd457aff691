package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Dispatcher;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.http.HtmlError;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpHandler;
import dev.lifeboat.simulator.rpc.JsonRpc;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.rpc.XmlRpcReader;
import dev.lifeboat.simulator.rpc.XmlRpcWriter;
import java.io.IOException;
import java.util.Map;

/// Answers calls: JSON-RPC under `/jsonrpc`, XML-RPC under every other path.
final class RpcHandler implements HttpHandler {
    private static final int LARGEST_BODY_BYTES = 300 * 1024;

    private final Host host;
    private final Dispatcher dispatcher;

    RpcHandler(Host host, Dispatcher dispatcher) {
        this.host = host;
        this.dispatcher = dispatcher;
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
        } else if (exchange.request().path().startsWith("/json")) {
            answer(exchange, "application/json", json(body));
        } else {
            answer(exchange, "text/xml", xml(body));
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
        var call = JsonRpc.read(body);
        if (call.request().method().equals("system.listMethods")) {
            return JsonRpc.success(call, dispatcher.names());
        }
        try {
            return JsonRpc.success(call, dispatcher.dispatch(host, call.request()));
        } catch (XapiError e) {
            return JsonRpc.failure(call, e);
        }
    }

    private static void answer(HttpExchange exchange, String type, byte[] content) throws IOException {
        exchange.respond(
                200,
                Map.of(
                        "content-type", type,
                        "Access-Control-Allow-Origin", "*",
                        "cache-control", "no-cache, no-store"),
                content);
    }
}
