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
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import dev.lifeboat.xen.vhd.VhdImage;
import dev.lifeboat.xen.vhd.VhdParent;
import dev.lifeboat.xen.vhd.VhdReader;
import dev.lifeboat.xen.vhd.VhdWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Streams of a [FakePool]: real VHDs of its arrays.
public final class FakeTransfers implements PoolTransfers {
    public static final int BLOCK_BYTES = 2 << 20;

    private final FakePool pool;
    /// Blocks that were written with zeros, and so are there.
    public final Map<UUID, List<Extent>> writtenZeros = new ConcurrentHashMap<>();
    /// Disks that are exported for others.
    public final Map<UUID, byte[]> instead = new ConcurrentHashMap<>();
    /// XVAs of VMs, for the compression that is asked for.
    public final Map<UUID, Function<Compression, byte[]>> archives = new ConcurrentHashMap<>();
    public volatile Optional<ImportTarget> lastTarget = Optional.empty();
    public volatile boolean ignoresBase;
    public volatile Runnable onClose = () -> {};
    /// What becomes of the bytes of an export.
    public volatile UnaryOperator<InputStream> tampering = UnaryOperator.identity();

    FakeTransfers(FakePool pool) {
        this.pool = pool;
    }

    /// Of every export from now on this much arrives.
    public void cutAfter(int bytes) {
        tampering = stream -> {
            try {
                return new ByteArrayInputStream(stream.readNBytes(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Override
    public StreamExport exportVhd(UUID vdi) {
        pool.called("exportVhd", vdi);
        var disk = instead.getOrDefault(vdi, pool.disks.get(vdi));
        return export(vdi, vhd(disk, allocated(vdi, disk, new byte[disk.length]), Optional.empty()));
    }

    @Override
    public StreamExport exportVhd(UUID vdi, UUID base) {
        pool.called("exportVhdDelta", vdi);
        var disk = pool.disks.get(vdi);
        if (ignoresBase) {
            return export(vdi, vhd(disk, allocated(vdi), Optional.empty()));
        }
        var parent = new VhdParent(base, "/dev/sm/" + base);
        return export(vdi, vhd(disk, allocated(vdi, disk, pool.disks.get(base)), Optional.of(parent)));
    }

    /// What a whole export of it holds.
    public AllocatedBlocks allocated(UUID vdi) {
        var disk = pool.disks.get(vdi);
        return allocated(vdi, disk, new byte[disk.length]);
    }

    private AllocatedBlocks allocated(UUID vdi, byte[] disk, byte[] other) {
        var extents = new ArrayList<Extent>();
        for (int at = 0; at < disk.length; at += BLOCK_BYTES) {
            int end = Math.min(disk.length, at + BLOCK_BYTES);
            if (end > other.length || !Arrays.equals(disk, at, end, other, at, end)) {
                extents.add(new Extent(at, end - at));
            }
        }
        extents.addAll(writtenZeros.getOrDefault(vdi, List.of()));
        return AllocatedBlocks.touchedBy(disk.length, extents);
    }

    private static byte[] vhd(byte[] disk, AllocatedBlocks blocks, Optional<VhdParent> parent) {
        var out = new ByteArrayOutputStream();
        try {
            var writer = VhdWriter.open(out, new VhdImage(disk.length, UUID.randomUUID(), parent), blocks);
            for (var run : blocks.runs().toList()) {
                writer.write(run.offset(), ByteBuffer.wrap(disk, (int) run.offset(), (int) run.lengthBytes()));
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private StreamExport export(Object what, byte[] bytes) {
        var stream = tampering.apply(new ByteArrayInputStream(bytes));
        return new FakeExport(pool, what, stream, bytes.length, onClose);
    }

    @Override
    public AllocatedBlocks allocatedBlocks(UUID vdi) throws IOException {
        try (var export = exportVhd(vdi)) {
            return VhdReader.open(export.stream()).allocated();
        }
    }

    @Override
    public StreamImport importVhd(UUID vdi, long bodyBytes) {
        pool.called("importVhd", vdi);
        return new FakeImports.Vhd(pool, vdi, bodyBytes);
    }

    @Override
    public StreamExport exportVm(VmExport export) {
        pool.called("exportVm", export.vm());
        return export(export.vm(), archives.get(export.vm()).apply(export.compression()));
    }

    @Override
    public VmImport importVm(ImportTarget target) {
        pool.called("importVm", target.storage());
        lastTarget = Optional.of(target);
        return new FakeImports.Vm(pool, target);
    }

    @Override
    public StreamExport exportMetadata(MetadataExport export) {
        var archive = pool.metadata.orElseThrow(() ->
                XapiException.of("/export_metadata", "RBAC_PERMISSION_DENIED", List.of("http/get_export_metadata")));
        pool.called("exportMetadata", export);
        return new FakeExport(pool, export, new ByteArrayInputStream(archive), archive.length, () -> {});
    }

    @Override
    public VmImport importMetadata(MetadataImport how) {
        throw new AssertionError("an agent makes no such call");
    }
}
