package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.archive.ImportOptions;
import dev.lifeboat.simulator.archive.VmImport;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpHandler;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.Compression;
import dev.lifeboat.simulator.xva.DiskInput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `PUT /import`: an archive becomes VMs; 200 comes before the first byte is read.
final class VmImportHandler implements HttpHandler {
    private final TransferContext context;
    private final Host host;

    VmImportHandler(TransferContext context, Host host) {
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
        var sr = repository(transfer, exchange);
        if (sr.isEmpty()) {
            transfer.refuse(
                    transfer.givenTask(),
                    400,
                    XapiError.of("DEFAULT_SR_NOT_FOUND", context.pool().record().text("default_SR")));
        } else if (sr.get().text("content_type").equals("iso")) {
            transfer.refuse(
                    transfer.givenTask(),
                    400,
                    XapiError.of("SR_OPERATION_NOT_SUPPORTED", sr.get().ref()));
        } else if (!transfer.redirectedToHostOf(sr.get())) {
            receive(exchange, transfer, sr.get());
        }
    }

    private Optional<Entity> repository(Transfer transfer, HttpExchange exchange) {
        var query = exchange.request().query();
        var database = transfer.pool().database();
        Supplier<Optional<Entity>> byUuid = () -> query.get("sr_uuid").flatMap(uuid -> database.byUuid("SR", uuid));
        if (query.get("sr_id").isPresent() || query.get("sr_uuid").isPresent()) {
            return query.get("sr_id").flatMap(ref -> database.find("SR", ref)).or(byUuid);
        }
        var standard = transfer.pool().record().text("default_SR");
        return standard.equals(FieldType.NULL) ? Optional.empty() : database.find("SR", standard);
    }

    private void receive(HttpExchange exchange, Transfer transfer, Entity sr) throws IOException {
        var pool = transfer.pool();
        var query = exchange.request().query();
        var options = new ImportOptions(query.flag("restore"), query.flag("force"), Map.of());
        var task = transfer.task("Importing VM");
        exchange.begin(200, Map.of("content-type", "application/octet-stream", "task-id", task.ref()));
        Optional<VmImport> started = Optional.empty();
        try {
            TransferFault.strike(pool, "import");
            var input = new DiskInput(Compression.plain(exchange.body()), !options.force());
            var vmImport = VmImport.withDisks(pool, input.metadata(), sr, options, task);
            vmImport.create();
            started = Optional.of(vmImport);
            disks(input, vmImport, task);
            pool.tasks().succeed(task, vmImport.complete());
        } catch (IOException | RuntimeException e) {
            started.ifPresent(VmImport::undo);
            if (Outcome.fail(pool.tasks(), task, e).isEmpty() && !(e instanceof EOFException)) {
                throw e;
            }
        }
    }

    private void disks(DiskInput input, VmImport vmImport, Entity task) throws IOException {
        var pool = context.pool();
        var disks = vmImport.awaitingContent();
        long total = disks.values().stream()
                .mapToLong(vdi -> vdi.number("virtual_size"))
                .sum();
        var progress = new Progress(pool.tasks(), task, Math.max(1, total));
        for (var disk : disks.entrySet()) {
            var vbd = pool.attachments().attach(host, disk.getValue(), true);
            try {
                input.disk(disk.getKey(), new DiskWriter(pool, disk.getValue(), progress, context.importedBytes()));
            } finally {
                pool.attachments().detach(vbd);
            }
        }
    }
}
