package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.archive.ExportOptions;
import dev.lifeboat.simulator.archive.VmArchive;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.Query;
import dev.lifeboat.simulator.rpc.XapiError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `GET /export_metadata`: `ova.xml` of one VM or of all, without disks.
final class MetadataExport implements TransferHandler {
    @Override
    public void handle(Transfer transfer) throws IOException {
        var query = transfer.query();
        var vms = query.flag("all")
                ? all(transfer.pool(), query)
                : transfer.vm().stream().toList();
        if (vms.isEmpty()) {
            transfer.refuse(404, XapiError.of("HANDLE_INVALID", "VM", transfer.vmName()));
            return;
        }
        var task = transfer.task("Exporting metadata");
        var options = new ExportOptions(
                true,
                !"false".equals(query.get("export_snapshots").orElse("true")),
                Set.of(query.get("excluded_device_types").orElse("").split(",", -1)));
        var content = new ByteArrayOutputStream();
        var output = transfer.archive(content);
        output.metadata(VmArchive.of(transfer.pool(), vms, options).ovaXml());
        output.end();
        transfer.pool().tasks().succeed(task);
        transfer.respond(
                200, Map.of("content-type", "application/octet-stream", "task-id", task.ref()), content.toByteArray());
    }

    private static List<Entity> all(Pool pool, Query query) {
        boolean controlDomains = !"false".equals(query.get("include_dom0").orElse("true"));
        return pool.database().all("VM").stream()
                .filter(vm -> !vm.flag("is_a_snapshot") && !vm.flag("is_default_template"))
                .filter(vm -> controlDomains || !vm.flag("is_control_domain"))
                .toList();
    }
}
