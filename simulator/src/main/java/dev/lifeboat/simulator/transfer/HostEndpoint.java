package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Dispatcher;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.http.HtmlError;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything one host serves over HTTPS, found by the longest prefix of the path as the real server does.
public final class HostEndpoint implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HostEndpoint.class);

    private static final Map<String, TransferHandler> GETS = Map.of(
            "/export_raw_vdi", new DiskExport(), "/export_metadata", new MetadataExport(), "/export", new VmExport());
    private static final Map<String, TransferHandler> PUTS = Map.of(
            "/import_raw_vdi", new DiskImport(), "/import_metadata", new MetadataImport(), "/import", new VmImport());

    private final RpcHandler rpc;
    private final Host host;
    private final TransferContext context;

    public HostEndpoint(Host host, Dispatcher dispatcher, TransferContext context) {
        this.rpc = new RpcHandler(host, dispatcher, context.pool());
        this.host = host;
        this.context = context;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var path = exchange.request().path();
        switch (exchange.request().method()) {
            case "POST" -> rpc.handle(exchange);
            case "GET" -> get(exchange, path);
            case "PUT" -> transfer(PUTS, exchange);
            case "OPTIONS" ->
                exchange.respond(
                        200,
                        Map.of(
                                "Access-Control-Allow-Origin", "*",
                                "Access-Control-Allow-Headers", "X-Requested-With",
                                "Access-Control-Allow-Methods", "PUT"),
                        new byte[0]);
            default ->
                HtmlError.send(
                        exchange, 501, "unknown method " + exchange.request().method());
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/")) {
            var page = "<html><body><p>XCP-ng</p></body></html>".getBytes(StandardCharsets.UTF_8);
            exchange.respond(200, Map.of("content-type", "text/html"), page);
        } else {
            transfer(GETS, exchange);
        }
    }

    private void transfer(Map<String, TransferHandler> handlers, HttpExchange exchange) throws IOException {
        var path = exchange.request().path();
        var handler = handlers.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .max(Comparator.comparingInt(each -> each.getKey().length()))
                .map(Map.Entry::getValue);
        if (handler.isEmpty()) {
            forbidden(exchange);
            return;
        }
        var transfer = new Transfer(context, host, exchange);
        if (transfer.authorized()) {
            handler.get().handle(transfer);
        }
    }

    private static void forbidden(HttpExchange exchange) throws IOException {
        LOG.warn(
                "{} {} is nothing this server has",
                exchange.request().method(),
                exchange.request().path());
        HtmlError.send(exchange, 403, "forbidden: " + exchange.request().path());
    }
}
