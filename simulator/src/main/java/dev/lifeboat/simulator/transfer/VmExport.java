package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.Feature;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.VmOperations;
import dev.lifeboat.simulator.archive.ExportOptions;
import dev.lifeboat.simulator.archive.VmArchive;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpHandler;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.Compression;
import dev.lifeboat.simulator.xva.DiskOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// `GET /export`: a halted VM, a snapshot or a template as one archive.
final class VmExport implements HttpHandler {
    private final TransferContext context;
    private final Host host;

    VmExport(TransferContext context, Host host) {
        this.context = context;
        this.host = host;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var transfer = new Transfer(context, host, exchange);
        if (!transfer.authorized()) {
            return;
        }
        var vm = transfer.vm();
        if (vm.isEmpty()) {
            transfer.refuse(transfer.givenTask(), 404, XapiError.of("HANDLE_INVALID", "VM", transfer.vmName()));
            return;
        }
        var query = exchange.request().query();
        var options = new ExportOptions(query.flag("preserve_power_state"), false, Set.of());
        var archive = VmArchive.of(context.pool(), List.of(vm.get()), options);
        for (var disk : archive.disks().values()) {
            if (transfer.redirected(disk)) {
                return;
            }
        }
        try {
            VmOperations.require(vm.get(), "export");
        } catch (XapiError e) {
            transfer.refuse(transfer.givenTask(), 500, e);
            return;
        }
        send(exchange, transfer, vm.get(), archive);
    }

    private void send(HttpExchange exchange, Transfer transfer, Entity vm, VmArchive archive) throws IOException {
        var task = transfer.task("Exporting VM");
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/octet-stream");
        headers.put("content-disposition", "attachment; filename=\"export.xva\"");
        headers.put("task-id", task.ref());
        vm.put("current_operations", task.ref(), "export");
        var out = transfer.limited(exchange.begin("HTTP/1.0", 200, headers));
        try {
            TransferFault.strike(transfer.pool(), "export");
            var compression = Compression.asked(
                    exchange.request().query().get("use_compression").orElse(""),
                    context.pool().profile().has(Feature.XXHASH_AND_ZSTD));
            stream(archive, task, compression.compress(out));
            transfer.pool().tasks().succeed(task);
        } catch (TruncatedOnRequest e) {
            transfer.pool().tasks().succeed(task);
        } catch (IOException | RuntimeException e) {
            var told = Outcome.fail(transfer.pool().tasks(), task, e);
            if (told.isEmpty()) {
                throw e;
            }
            EmbeddedError.send(out, told.get());
        } finally {
            if (vm.exists()) {
                vm.remove("current_operations", task.ref());
            }
        }
    }

    private void stream(VmArchive archive, Entity task, OutputStream out) throws IOException {
        var profile = context.pool().profile();
        var output = new DiskOutput(out, profile.blockChecksum(), profile.sparseness());
        output.metadata(archive.ovaXml());
        long total = archive.disks().values().stream()
                .mapToLong(disk -> disk.number("virtual_size"))
                .sum();
        var progress = new Progress(context.pool().tasks(), task, total);
        for (var disk : archive.disks().entrySet()) {
            disk(output, disk.getKey(), disk.getValue(), progress);
        }
        output.end();
        // Ends a compressed stream; the connection is closed by its owner.
        out.close();
    }

    /// Disks are attached one at a time.
    private void disk(DiskOutput output, String directory, Entity vdi, Progress progress) throws IOException {
        var attachments = context.pool().attachments();
        var vbd = attachments.attach(host, vdi, false);
        try {
            output.disk(directory, new ExportedDisk(context.pool(), vdi, progress, context.exportedBytes()));
        } finally {
            attachments.detach(vbd);
        }
    }
}
