package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.archive.ImportOptions;
import dev.lifeboat.simulator.archive.ImportedVms;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.Compression;
import dev.lifeboat.simulator.xva.DiskInput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `PUT /import`: an archive becomes VMs; 200 comes before the first byte is read.
final class VmImport implements TransferHandler {
    @Override
    public void handle(Transfer transfer) throws IOException {
        if (transfer.request().header("transfer-encoding").isPresent()) {
            transfer.refuse(403, XapiError.of("IMPORT_ERROR_CANNOT_HANDLE_CHUNKED"));
            return;
        }
        var sr = repository(transfer);
        if (sr.isEmpty()) {
            transfer.refuse(
                    400,
                    XapiError.of(
                            "DEFAULT_SR_NOT_FOUND", transfer.pool().record().text("default_SR")));
        } else if (sr.get().text("content_type").equals("iso")) {
            transfer.refuse(
                    400, XapiError.of("SR_OPERATION_NOT_SUPPORTED", sr.get().ref()));
        } else if (!transfer.redirectedToHostOf(sr.get())) {
            receive(transfer, sr.get());
        }
    }

    private Optional<Entity> repository(Transfer transfer) {
        var query = transfer.query();
        var database = transfer.pool().database();
        Supplier<Optional<Entity>> byUuid = () -> query.get("sr_uuid").flatMap(uuid -> database.byUuid("SR", uuid));
        if (query.get("sr_id").isPresent() || query.get("sr_uuid").isPresent()) {
            return query.get("sr_id").flatMap(ref -> database.find("SR", ref)).or(byUuid);
        }
        var standard = transfer.pool().record().text("default_SR");
        return standard.equals(FieldType.NULL) ? Optional.empty() : database.find("SR", standard);
    }

    private void receive(Transfer transfer, Entity sr) throws IOException {
        var pool = transfer.pool();
        var query = transfer.query();
        var options = new ImportOptions(query.flag("restore"), query.flag("force"), Map.of());
        var task = transfer.task("Importing VM");
        transfer.begin(200, Map.of("content-type", "application/octet-stream", "task-id", task.ref()));
        Optional<ImportedVms> started = Optional.empty();
        try {
            TransferFault.strike(pool, "import");
            var input = new DiskInput(Compression.plain(transfer.body()), !options.force());
            var vms = ImportedVms.withDisks(pool, input.metadata(), sr, options, task);
            vms.create();
            started = Optional.of(vms);
            disks(transfer, input, vms, task);
            pool.tasks().succeed(task, vms.complete());
        } catch (IOException | RuntimeException e) {
            started.ifPresent(ImportedVms::undo);
            if (Outcome.fail(pool.tasks(), task, e).isEmpty() && !(e instanceof EOFException)) {
                throw e;
            }
        }
    }

    private void disks(Transfer transfer, DiskInput input, ImportedVms vms, Entity task) throws IOException {
        var pool = transfer.pool();
        var disks = vms.awaitingContent();
        long total = disks.values().stream()
                .mapToLong(vdi -> vdi.number("virtual_size"))
                .sum();
        var progress = new Progress(pool.tasks(), task, Math.max(1, total));
        for (var disk : disks.entrySet()) {
            var vbd = transfer.attach(disk.getValue(), true);
            try {
                input.disk(disk.getKey(), transfer.writer(disk.getValue(), progress));
            } finally {
                pool.attachments().detach(vbd);
            }
        }
    }
}
