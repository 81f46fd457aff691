package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.rpc.XapiError;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `PUT /import_raw_vdi`: 200 comes before the first byte is read, so the task alone tells how it ended.
final class DiskImport implements TransferHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DiskImport.class);

    private static final Map<String, DiskStream> FORMATS =
            Map.of("raw", DiskStream.RAW, "vhd", DiskStream.VHD, "tar", DiskStream.TAR);

    @Override
    public void handle(Transfer transfer) throws IOException {
        var query = transfer.query();
        var format = query.get("format").orElse("raw");
        boolean chunked = query.get("chunked").isPresent();
        var encoding = transfer.request().header("transfer-encoding");
        if (encoding.isPresent()) {
            refuse(transfer, 404, "Cannot handle encoding: " + encoding.get());
        } else if (!FORMATS.containsKey(format)
                || (format.equals("tar") && !transfer.profile().has(Feature.TAR_EXPORT))) {
            LOG.warn("import in format {}, which this server does not have", format);
            refuse(transfer, 404, "Unknown format " + format);
        } else if (chunked && !format.equals("raw")) {
            refuse(transfer, 404, "Cannot handle chunked " + format.toUpperCase(Locale.ROOT));
        } else {
            var vdi = target(transfer, format);
            if (vdi.isEmpty()) {
                transfer.refuse(400, XapiError.of("VDI_MISSING"));
            } else if (!transfer.redirected(vdi.get())) {
                var stream = FORMATS.getOrDefault(format, DiskStream.RAW);
                receive(transfer, vdi.get(), chunked ? DiskStream.CHUNKED : stream);
            }
        }
    }

    private static void refuse(Transfer transfer, int status, String text) throws IOException {
        transfer.refuse(status, XapiError.of("INTERNAL_ERROR", text));
    }

    private Optional<Entity> target(Transfer transfer, String format) {
        var query = transfer.query();
        if (query.get("vdi").isPresent() || !format.equals("raw")) {
            return transfer.disk("vdi");
        }
        var database = transfer.pool().database();
        var sr = query.get("sr_id")
                .flatMap(ref -> database.find("SR", ref))
                .or(() -> query.get("sr_uuid").flatMap(uuid -> database.byUuid("SR", uuid)));
        return sr.flatMap(repository -> transfer.request()
                .header("content-length")
                .map(length -> transfer.pool()
                        .disks()
                        .create(new HashMap<>(Map.of(
                                "SR",
                                repository.ref(),
                                "name_label",
                                "Imported VDI",
                                "type",
                                "user",
                                "virtual_size",
                                Long.parseLong(length))))));
    }

    private void receive(Transfer transfer, Entity vdi, DiskStream stream) throws IOException {
        var pool = transfer.pool();
        var task = transfer.task("Importing raw disk");
        transfer.begin(200, Map.of("content-type", "application/octet-stream", "task-id", task.ref()));
        try {
            TransferFault.strike(pool, "import_raw_vdi");
            var progress = new Progress(pool.tasks(), task, vdi.number("virtual_size"));
            var vbd = transfer.attach(vdi, true);
            try {
                stream.read(transfer.body(), transfer.writer(vdi, progress));
            } finally {
                pool.attachments().detach(vbd);
            }
            pool.tasks().succeed(task, vdi.ref());
        } catch (IOException | RuntimeException e) {
            var cut = e instanceof EOFException;
            if (Outcome.fail(pool.tasks(), task, e).isEmpty() && !cut) {
                throw e;
            }
            LOG.debug("import into {} failed", vdi, e);
        }
    }
}
