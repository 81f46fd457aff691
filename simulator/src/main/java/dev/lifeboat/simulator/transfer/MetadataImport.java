package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.archive.ImportOptions;
import dev.lifeboat.simulator.archive.VmImport;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpHandler;
import dev.lifeboat.simulator.http.Query;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.Compression;
import dev.lifeboat.simulator.xva.DiskInput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `PUT /import_metadata`: VMs whose disks are here already.
final class MetadataImport implements HttpHandler {
    private static final String MAPPING = "vdi:";

    private final TransferContext context;
    private final Host host;

    MetadataImport(TransferContext context, Host host) {
        this.context = context;
        this.host = host;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var transfer = new Transfer(context, host, exchange);
        if (!transfer.authorized()) {
            return;
        }
        if (exchange.request().header("transfer-encoding").isPresent()) {
            transfer.refuse(transfer.givenTask(), 403, XapiError.of("IMPORT_ERROR_CANNOT_HANDLE_CHUNKED"));
            return;
        }
        var pool = transfer.pool();
        var query = exchange.request().query();
        var task = transfer.task("Importing metadata");
        exchange.begin(200, Map.of("content-type", "application/octet-stream", "task-id", task.ref()));
        try {
            TransferFault.strike(pool, "import_metadata");
            var options = new ImportOptions(query.flag("restore"), query.flag("force"), disks(query));
            var input = new DiskInput(Compression.plain(exchange.body()), !options.force());
            var vmImport = VmImport.ofMetadata(pool, input.metadata(), options, task);
            vmImport.validate();
            pool.tasks().succeed(task, query.flag("dry_run") ? List.of() : made(vmImport));
        } catch (IOException | RuntimeException e) {
            Outcome.fail(pool.tasks(), task, e);
        }
    }

    private static List<String> made(VmImport vmImport) {
        vmImport.create();
        return vmImport.complete();
    }

    private static Map<String, String> disks(Query query) {
        var disks = new HashMap<String, String>();
        query.values().forEach((name, value) -> {
            if (name.startsWith(MAPPING)) {
                disks.put(name.substring(MAPPING.length()), value);
            }
        });
        return disks;
    }
}
