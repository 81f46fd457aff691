package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.StreamImport;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Starts transfers of disks.
public final class DiskTransfers {

    private final Handlers handlers;

    public DiskTransfers(Handlers handlers) {
        this.handlers = handlers;
    }

    public DiskExport export(UUID vdi, long sizeBytes) {
        return new RawExport(openExport(vdi, Map.of("format", "raw")), sizeBytes);
    }

    /// Of what was ever written, or of what may differ from a base.
    public StreamExport exportVhd(UUID vdi, Optional<UUID> base) {
        var query = base.map(older -> Map.of("format", "vhd", "base", older.toString()))
                .orElse(Map.of("format", "vhd"));
        return new HandlerExport(openExport(vdi, query), OptionalLong.empty());
    }

    private Transfer openExport(UUID vdi, Map<String, String> query) {
        return handlers.get("Export of VDI " + vdi, "/export_raw_vdi", Handlers.with(query, "vdi", vdi.toString()));
    }

    public DiskImport importRaw(UUID vdi, long sizeBytes) {
        var transfer = openImport(vdi, sizeBytes, Map.of("format", "raw"));
        return new HandlerImport(transfer, new SequentialFraming(), sizeBytes);
    }

    public DiskImport importChunked(UUID vdi, long bodyBytes) {
        var transfer = openImport(vdi, bodyBytes, Map.of("format", "raw", "chunked", "true"));
        return new HandlerImport(transfer, new ChunkFraming(), bodyBytes);
    }

    /// Of the blocks of a VHD.
    public StreamImport importVhd(UUID vdi, long bodyBytes) {
        var transfer = openImport(vdi, bodyBytes, Map.of("format", "vhd"));
        return new BodyImport(transfer, new BodyWriter(transfer, OptionalLong.of(bodyBytes)));
    }

    private Transfer openImport(UUID vdi, long bodyBytes, Map<String, String> query) {
        return handlers.put(
                "Import into VDI " + vdi, "/import_raw_vdi", Handlers.with(query, "vdi", vdi.toString()), bodyBytes);
    }
}
