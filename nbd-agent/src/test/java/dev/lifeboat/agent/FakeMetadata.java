package dev.lifeboat.agent;

import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.MetadataExport;
import dev.lifeboat.xen.MetadataImport;
import dev.lifeboat.xen.PoolTransfers;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.StreamImport;
import dev.lifeboat.xen.VmExport;
import dev.lifeboat.xen.VmImport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The one stream of a pool that a backup reads besides disks.
///
/// @param archive that the pool exports; without one it refuses
record FakeMetadata(Optional<byte[]> archive) implements PoolTransfers {
    @Override
    public StreamExport exportMetadata(MetadataExport export) {
        var bytes = archive.orElseThrow(() ->
                XapiException.of("/export_metadata", "RBAC_PERMISSION_DENIED", List.of("http/get_export_metadata")));
        return new StreamExport() {
            private final InputStream stream = new ByteArrayInputStream(bytes);

            @Override
            public InputStream stream() {
                return stream;
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public StreamExport exportVhd(UUID vdi) {
        throw new AssertionError("an agent makes no such call");
    }

    @Override
    public StreamExport exportVhd(UUID vdi, UUID base) {
        throw new AssertionError("an agent makes no such call");
    }

    @Override
    public AllocatedBlocks allocatedBlocks(UUID vdi) {
        throw new AssertionError("an agent makes no such call");
    }

    @Override
    public StreamImport importVhd(UUID vdi, long bodyBytes) {
        throw new AssertionError("an agent makes no such call");
    }

    @Override
    public StreamExport exportVm(VmExport export) {
        throw new AssertionError("an agent makes no such call");
    }

    @Override
    public VmImport importVm(ImportTarget target) {
        throw new AssertionError("an agent makes no such call");
    }

    @Override
    public VmImport importMetadata(MetadataImport how) {
        throw new AssertionError("an agent makes no such call");
    }
}
