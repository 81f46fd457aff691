package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.VmOperations;
import dev.lifeboat.simulator.archive.ExportOptions;
import dev.lifeboat.simulator.archive.VmArchive;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.Compression;
import dev.lifeboat.simulator.xva.DiskOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `GET /export`: a halted VM, a snapshot or a template as one archive.
final class VmExport implements TransferHandler {
    @Override
    public void handle(Transfer transfer) throws IOException {
        var vm = transfer.vm();
        if (vm.isEmpty()) {
            transfer.refuse(404, XapiError.of("HANDLE_INVALID", "VM", transfer.vmName()));
            return;
        }
        var query = transfer.query();
        var options = new ExportOptions(query.flag("preserve_power_state"), false, Set.of());
        var archive = VmArchive.of(transfer.pool(), List.of(vm.get()), options);
        for (var disk : archive.disks().values()) {
            if (transfer.redirected(disk)) {
                return;
            }
        }
        try {
            VmOperations.require(vm.get(), "export");
        } catch (XapiError e) {
            transfer.refuse(500, e);
            return;
        }
        send(transfer, vm.get(), archive);
    }

    private void send(Transfer transfer, Entity vm, VmArchive archive) throws IOException {
        var task = transfer.task("Exporting VM");
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/octet-stream");
        headers.put("content-disposition", "attachment; filename=\"export.xva\"");
        headers.put("task-id", task.ref());
        vm.put("current_operations", task.ref(), "export");
        var out = transfer.limited(transfer.begin("HTTP/1.0", 200, headers));
        try {
            TransferFault.strike(transfer.pool(), "export");
            var compression = Compression.asked(
                    transfer.query().get("use_compression").orElse(""),
                    transfer.profile().has(Feature.XXHASH_AND_ZSTD));
            stream(transfer, archive, task, compression.compress(out));
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

    private void stream(Transfer transfer, VmArchive archive, Entity task, OutputStream out) throws IOException {
        var output = transfer.archive(out);
        output.metadata(archive.ovaXml());
        long total = archive.disks().values().stream()
                .mapToLong(disk -> disk.number("virtual_size"))
                .sum();
        var progress = new Progress(transfer.pool().tasks(), task, total);
        for (var disk : archive.disks().entrySet()) {
            disk(transfer, output, disk, progress);
        }
        output.end();
        // Ends a compressed stream; the connection is closed by its owner.
        out.close();
    }

    /// Disks are attached one at a time.
    private void disk(Transfer transfer, DiskOutput output, Map.Entry<String, Entity> disk, Progress progress)
            throws IOException {
        var vbd = transfer.attach(disk.getValue(), false);
        try {
            output.disk(disk.getKey(), transfer.exported(disk.getValue(), progress));
        } finally {
            transfer.pool().attachments().detach(vbd);
        }
    }
}
