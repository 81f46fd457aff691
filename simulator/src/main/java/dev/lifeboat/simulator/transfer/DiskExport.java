package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.DropConnection;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.StorageFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /export_raw_vdi`: the head is sent before the disk is attached, so what fails later shows only in the body and
/// the task.
final class DiskExport implements TransferHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DiskExport.class);
    private static final Map<String, String> CONTENT_TYPES =
            Map.of("raw", "application/octet-stream", "vhd", "application/vhd", "tar", "application/x-tar");
    /// Of the blocks in a tar.
    static final String TAR_DIRECTORY = "vdi";

    private static final long LARGEST_VHD_BYTES = 2040L << 30;

    @Override
    public void handle(Transfer transfer) throws IOException {
        var format = transfer.query().get("format").orElse("raw");
        var type = CONTENT_TYPES.get(format);
        if (type == null || (format.equals("tar") && !transfer.profile().has(Feature.TAR_EXPORT))) {
            LOG.warn("export in format {}, which this server does not have", format);
            transfer.refuse(404, XapiError.of("INTERNAL_ERROR", "Unknown format " + format));
            return;
        }
        var vdi = transfer.disk("vdi");
        if (vdi.isEmpty()) {
            var name = transfer.query().get("vdi").orElse("");
            transfer.refuse(500, XapiError.of("HANDLE_INVALID", "VDI", name));
            return;
        }
        if (!transfer.redirected(vdi.get())) {
            send(transfer, vdi.get(), format, type);
        }
    }

    private void send(Transfer transfer, Entity vdi, String format, String type) throws IOException {
        var task = transfer.task("Exporting raw disk");
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", type);
        headers.put("content-disposition", "attachment; filename=\"" + vdi.uuid() + "." + format + "\"");
        headers.put("task-id", task.ref());
        var out = transfer.limited(transfer.begin(200, headers));
        try {
            TransferFault.strike(transfer.pool(), "export_raw_vdi");
            stream(transfer, vdi, format, task, out);
            out.flush();
            transfer.pool().tasks().succeed(task);
        } catch (XapiError e) {
            transfer.pool().tasks().fail(task, e);
            EmbeddedError.send(out, e);
        } catch (StorageFailure e) {
            LOG.warn("export of {} failed", vdi, e);
            transfer.pool().tasks().fail(task, XapiError.of("VDI_IO_ERROR", "Device I/O errors"));
        } catch (DropConnection e) {
            transfer.pool().tasks().fail(task, XapiError.of("VDI_IO_ERROR", "Device I/O errors"));
            throw e;
        } catch (TruncatedOnRequest e) {
            transfer.pool().tasks().succeed(task);
            LOG.debug("export of {} ends early on request", vdi);
        } catch (IOException e) {
            transfer.pool().tasks().fail(task, XapiError.of("CLIENT_ERROR", String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void stream(Transfer transfer, Entity vdi, String format, Entity task, OutputStream out)
            throws IOException {
        var pool = transfer.pool();
        Optional<Entity> base = Optional.empty();
        if (transfer.query().get("base").isPresent()) {
            base = Optional.of(transfer.disk("base").orElseThrow(() -> XapiError.of("VDI_MISSING")));
        }
        if (format.equals("vhd")
                && pool.profile().has(Feature.VHD_SIZE_CHECK)
                && vdi.number("virtual_size") > LARGEST_VHD_BYTES) {
            throw XapiError.of("VDI_TOO_LARGE", vdi.ref(), Long.toString(LARGEST_VHD_BYTES));
        }
        var vbd = transfer.attach(vdi, false);
        var baseVbd = base.map(each -> transfer.attach(each, false));
        try {
            var disk = transfer.reader(vdi, task);
            if (format.equals("vhd")) {
                new VhdExport(disk, base.map(Entity::uuid)).writeTo(out);
            } else if (format.equals("tar")) {
                writeTar(transfer, vdi, task, out);
            } else {
                disk.writeAllTo(out);
            }
        } finally {
            pool.attachments().detach(vbd);
            baseVbd.ifPresent(pool.attachments()::detach);
        }
    }

    private void writeTar(Transfer transfer, Entity vdi, Entity task, OutputStream out) throws IOException {
        var output = transfer.archive(out);
        var progress = new Progress(transfer.pool().tasks(), task, vdi.number("virtual_size"));
        output.disk(TAR_DIRECTORY, transfer.exported(vdi, progress));
        output.end();
    }
}
