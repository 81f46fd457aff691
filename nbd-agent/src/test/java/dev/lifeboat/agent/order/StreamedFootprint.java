package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.SNAPSHOT;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;

import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import dev.lifeboat.xen.vhd.VhdImage;
import dev.lifeboat.xen.vhd.VhdParent;
import dev.lifeboat.xen.vhd.VhdWriter;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Backs up disks of two TiB, or as much of that as a VHD holds, that come as XVA, as VHD and as a difference, with a
/// few hundred MiB of content each; then tells the most memory that it took, in KiB.
public final class StreamedFootprint {
    private static final int CONTENT_MIB = 200;
    /// Repeated, so that what this side holds of the archive is small.
    private static final int LINE_BYTES = 4096;

    private static final UUID KEPT = new UUID(4, 0);

    private StreamedFootprint() {}

    static void main() throws Exception {
        var scene = new Scene();
        scene.pool.disks.put(snapshotVdi(0), new byte[MIB]);
        scene.pool.disks.put(KEPT, new byte[MIB]);
        archive(scene);
        vhd(scene, "p-2", all(), Optional.empty());
        vhd(scene, "p-3", new DiskRead.Changed("p-2", KEPT), Optional.of(new VhdParent(KEPT, "/dev/sm/kept")));
        System.out.println(Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .collect(Collectors.joining()));
    }

    private static void archive(Scene scene) {
        long sizeBytes = 2L << 40;
        var block = block(1);
        var blocks = new TreeMap<Long, byte[]>();
        offsets(sizeBytes).forEach(at -> blocks.put(at, block));
        scene.compression = ArchiveCompression.Zstd;
        scene.pool.transfers.archives.put(
                SNAPSHOT,
                compression -> Archives.write(
                        "big",
                        Map.of("0", new Archives.Sparse(snapshotVdi(0), sizeBytes, blocks)),
                        XvaChecksum.XXHASH,
                        compression));
        check(scene, "p-1", Scene.disk(0, sizeBytes, all(), DiskRoute.VmArchive));
    }

    private static void vhd(Scene scene, String pointId, DiskRead read, Optional<VhdParent> parent) {
        long sizeBytes = VhdImage.LARGEST_BYTES;
        scene.pool.transfers.tampering = _ -> piped(sizeBytes, parent);
        check(scene, pointId, Scene.disk(0, sizeBytes, read, DiskRoute.VhdStream));
    }

    private static void check(Scene scene, String pointId, DiskBackup disk) {
        var report = scene.execute(pointId, disk);
        if (!(report instanceof BackupReport done)
                || done.disks().getFirst().detail().isPresent()) {
            throw new IllegalStateException("No backup as it was ordered: " + report);
        }
    }

    private static LongStream offsets(long sizeBytes) {
        return LongStream.range(0, CONTENT_MIB).map(number -> sizeBytes / CONTENT_MIB * number / (2 * MIB) * (2 * MIB));
    }

    private static byte[] block(long seed) {
        var block = new byte[MIB];
        var line = new byte[LINE_BYTES];
        new Random(seed).nextBytes(line);
        for (int at = 0; at < MIB; at += LINE_BYTES) {
            System.arraycopy(line, 0, block, at, LINE_BYTES);
        }
        return block;
    }

    /// Written while it is read, so that it is nowhere as a whole.
    private static InputStream piped(long sizeBytes, Optional<VhdParent> parent) {
        try {
            var in = new PipedInputStream(MIB);
            var out = new PipedOutputStream(in);
            Thread.ofPlatform().daemon().start(() -> write(out, sizeBytes, parent));
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(PipedOutputStream out, long sizeBytes, Optional<VhdParent> parent) {
        var block = block(2);
        var extents = offsets(sizeBytes).mapToObj(at -> new Extent(at, 2 * MIB)).toList();
        try (out) {
            var writer = VhdWriter.open(
                    out,
                    new VhdImage(sizeBytes, UUID.randomUUID(), parent),
                    AllocatedBlocks.touchedBy(sizeBytes, extents));
            for (var extent : extents) {
                writer.write(extent.offset(), ByteBuffer.wrap(block));
                writer.write(extent.offset() + MIB, ByteBuffer.wrap(block));
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
