package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.archive.ExportOptions;
import dev.lifeboat.simulator.archive.VmArchive;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpHandler;
import dev.lifeboat.simulator.http.Query;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.DiskOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `GET /export_metadata`: `ova.xml` of one VM or of all, without disks.
final class MetadataExport implements HttpHandler {
    private final TransferContext context;
    private final Host host;

    MetadataExport(TransferContext context, Host host) {
        this.context = context;
        this.host = host;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var transfer = new Transfer(context, host, exchange);
        if (!transfer.authorized()) {
            return;
        }
        var query = exchange.request().query();
        var vms = query.flag("all") ? all(query) : transfer.vm().stream().toList();
        if (vms.isEmpty()) {
            transfer.refuse(transfer.givenTask(), 404, XapiError.of("HANDLE_INVALID", "VM", transfer.vmName()));
            return;
        }
        var task = transfer.task("Exporting metadata");
        var options = new ExportOptions(
                true,
                !"false".equals(query.get("export_snapshots").orElse("true")),
                Set.of(query.get("excluded_device_types").orElse("").split(",", -1)));
        var content = new ByteArrayOutputStream();
        var output = new DiskOutput(
                content,
                context.pool().profile().blockChecksum(),
                context.pool().profile().sparseness());
        output.metadata(VmArchive.of(context.pool(), vms, options).ovaXml());
        output.end();
        context.pool().tasks().succeed(task);
        exchange.respond(
                200, Map.of("content-type", "application/octet-stream", "task-id", task.ref()), content.toByteArray());
    }

    private List<Entity> all(Query query) {
        boolean controlDomains = !"false".equals(query.get("include_dom0").orElse("true"));
        return context.pool().database().all("VM").stream()
                .filter(vm -> !vm.flag("is_a_snapshot") && !vm.flag("is_default_template"))
                .filter(vm -> controlDomains || !vm.flag("is_control_domain"))
                .toList();
    }
}
