package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.archive.ImportOptions;
import dev.lifeboat.simulator.archive.ImportedVms;
import dev.lifeboat.simulator.http.Query;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.Compression;
import dev.lifeboat.simulator.xva.DiskInput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `PUT /import_metadata`: VMs whose disks are here already.
final class MetadataImport implements TransferHandler {
    private static final String MAPPING = "vdi:";

    @Override
    public void handle(Transfer transfer) throws IOException {
        if (transfer.request().header("transfer-encoding").isPresent()) {
            transfer.refuse(403, XapiError.of("IMPORT_ERROR_CANNOT_HANDLE_CHUNKED"));
            return;
        }
        var pool = transfer.pool();
        var query = transfer.query();
        var task = transfer.task("Importing metadata");
        transfer.begin(200, Map.of("content-type", "application/octet-stream", "task-id", task.ref()));
        try {
            TransferFault.strike(pool, "import_metadata");
            var options = new ImportOptions(query.flag("restore"), query.flag("force"), disks(query));
            var input = new DiskInput(Compression.plain(transfer.body()), !options.force());
            var vms = ImportedVms.ofMetadata(pool, input.metadata(), options, task);
            vms.validate();
            pool.tasks().succeed(task, query.flag("dry_run") ? List.of() : made(vms));
        } catch (IOException | RuntimeException e) {
            Outcome.fail(pool.tasks(), task, e);
        }
    }

    private static List<String> made(ImportedVms vms) {
        vms.create();
        return vms.complete();
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
