package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.MetadataExport;
import dev.lifeboat.xen.MetadataImport;
import dev.lifeboat.xen.PoolTransfers;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.StreamImport;
import dev.lifeboat.xen.VmExport;
import dev.lifeboat.xen.VmImport;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import dev.lifeboat.xen.vhd.VhdReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;

/// Says to handlers what is wanted of them, in the words of their queries.
public final class HandlerTransfers implements PoolTransfers {

    private final Handlers handlers;
    private final DiskTransfers disks;

    public HandlerTransfers(Handlers handlers, DiskTransfers disks) {
        this.handlers = handlers;
        this.disks = disks;
    }

    @Override
    public StreamExport exportVhd(UUID vdi) {
        return disks.exportVhd(vdi, Optional.empty());
    }

    @Override
    public StreamExport exportVhd(UUID vdi, UUID base) {
        return disks.exportVhd(vdi, Optional.of(base));
    }

    @Override
    public AllocatedBlocks allocatedBlocks(UUID vdi) throws IOException {
        try (var export = exportVhd(vdi)) {
            return VhdReader.open(export.stream()).allocated();
        }
    }

    @Override
    public StreamImport importVhd(UUID vdi, long bodyBytes) {
        return disks.importVhd(vdi, bodyBytes);
    }

    @Override
    public StreamExport exportVm(VmExport export) {
        var query = new LinkedHashMap<String, String>();
        query.put("uuid", export.vm().toString());
        // Hosts of all times know gzip as «true»; what they do not know is none.
        query.put(
                "use_compression",
                switch (export.compression()) {
                    case NONE -> "false";
                    case GZIP -> "true";
                    case ZSTD -> "zstd";
                });
        query.put("preserve_power_state", Boolean.toString(export.preservePowerState()));
        var transfer = handlers.get("Export of VM " + export.vm(), "/export", query);
        return new HandlerExport(transfer, OptionalLong.empty());
    }

    @Override
    public VmImport importVm(ImportTarget target) {
        var query = new LinkedHashMap<String, String>();
        target.storage().ifPresent(uuid -> query.put("sr_id", storageRef(uuid)));
        query.put("restore", Boolean.toString(target.restore()));
        query.put("force", Boolean.toString(target.force()));
        return archive("Import of a VM", "/import", query, target.archiveBytes());
    }

    private String storageRef(UUID uuid) {
        return String.valueOf(handlers.session().call("SR.get_by_uuid", uuid.toString()));
    }

    @Override
    public StreamExport exportMetadata(MetadataExport export) {
        var query = new LinkedHashMap<String, String>();
        export.vm().ifPresentOrElse(uuid -> query.put("uuid", uuid.toString()), () -> query.put("all", "true"));
        query.put("export_snapshots", Boolean.toString(export.withSnapshots()));
        if (!export.excludedDevices().isEmpty()) {
            query.put("excluded_device_types", String.join(",", new TreeSet<>(export.excludedDevices())));
        }
        var transfer = handlers.get(
                "Export of metadata of " + export.vm().map(uuid -> "VM " + uuid).orElse("the pool"),
                "/export_metadata",
                query);
        return new HandlerExport(transfer, OptionalLong.empty());
    }

    @Override
    public VmImport importMetadata(MetadataImport how) {
        var query = new LinkedHashMap<String, String>();
        query.put("restore", Boolean.toString(how.restore()));
        query.put("force", Boolean.toString(how.force()));
        query.put("dry_run", Boolean.toString(how.dryRun()));
        how.disks().forEach((archived, existing) -> query.put("vdi:" + archived, existing));
        return archive("Import of metadata", "/import_metadata", query, OptionalLong.of(how.archiveBytes()));
    }

    private VmImport archive(String what, String path, Map<String, String> query, OptionalLong bodyBytes) {
        var transfer = handlers.put(what, path, query, bodyBytes.orElse(BodyWriter.UNKNOWN_BYTES));
        return new ArchiveImport(handlers.session(), transfer, new BodyWriter(transfer, bodyBytes));
    }
}
