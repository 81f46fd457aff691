package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.VmImport;
import dev.lifeboat.xen.xapi.XapiSession;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/// Writes an archive. The task's result names the VMs that were made of it.
record ArchiveImport(XapiSession session, Transfer transfer, BodyWriter body) implements VmImport {

    @Override
    public OutputStream stream() {
        return body;
    }

    @Override
    public List<UUID> finish() {
        body.end();
        return transfer.confirm(Transfer.STORED) instanceof List<?> refs
                ? refs.stream().map(this::uuid).toList()
                : List.of();
    }

    private UUID uuid(Object ref) {
        return UUID.fromString(String.valueOf(session.call("VM.get_uuid", ref)));
    }

    @Override
    public void close() {
        transfer.close();
    }
}
