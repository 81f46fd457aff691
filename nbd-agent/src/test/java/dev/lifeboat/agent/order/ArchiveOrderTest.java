package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.SNAPSHOT;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.Archives.Sparse;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.xen.xva.OvaXml;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A whole VM as one XVA, unpacked on its way into all its disks.
class ArchiveOrderTest {
    private final ArchivedVm vm = new ArchivedVm();
    private final Scene scene = vm.scene;

    @ParameterizedTest
    @CsvSource({"None", "Gzip", "Zstd"})
    void oneStreamFillsAllDisksAndItsDescriptionIsKept(ArchiveCompression compression) throws Exception {
        scene.compression = compression;

        var report = scene.backUpAll("p-1", vm.disks);

        vm.assertEveryByteIsThere("p-1");
        assertThat(report.disks()).extracting(DiskReport::device).containsExactly("0", "1", "2");
        var line = report.disks().getFirst();
        assertThat(line.protocol()).isEqualTo(Protocol.Xva);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.readBytes()).isEqualTo(5L * MIB);
        assertThat(line.newBytes()).isBetween(3L * MIB, 4L * MIB);
        assertThat(scene.pool.calls).containsOnlyOnce("exportVm " + SNAPSHOT).contains("finishExport " + SNAPSHOT);
        assertThat(scene.board.now().doneBytes()).isEqualTo(scene.board.now().totalBytes());
        var header = scene.point("p-1").orElseThrow().header();
        var kept = header.attachments().stream()
                .filter(attachment -> attachment.name().equals("ova.xml"))
                .findFirst()
                .orElseThrow();
        assertThat(OvaXml.parse(kept.content()).disks()).hasSize(3);
        assertThat(header.vmMetadata().at("/vm/name_label").asText()).isEqualTo("web");
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void disksThatWereNotOrderedPassBy() {
        scene.backUpAll("p-1", vm.disks[1]);

        assertThat(scene.content("p-1", 1)).isEqualTo(scene.pool.disks.get(snapshotVdi(1)));
        assertThat(scene.point("p-1").orElseThrow().disks()).hasSize(1);
    }

    @Test
    void aDiskMayComeOnAnotherRouteBesidesTheArchive() {
        var report = scene.backUpAll("p-1", vm.disks[0], vm.disks[1], scene.disk(2, all(), DiskRoute.VhdStream));

        vm.assertEveryByteIsThere("p-1");
        assertThat(report.disks())
                .extracting(DiskReport::protocol)
                .containsExactly(Protocol.Xva, Protocol.Xva, Protocol.Vhd);
    }

    @Test
    void olderHostsSendSha1() {
        vm.send(XvaChecksum.SHA1);

        scene.backUpAll("p-1", vm.disks);

        vm.assertEveryByteIsThere("p-1");
    }

    /// Its map has two million cells; its bytes are 200 MiB, of which never more than the buffers are in memory.
    @Test
    void aSparseVmOfTwoTebibytesCostsWhatItHolds() {
        long sizeBytes = 2L << 40;
        var block = new byte[MIB];
        var blocks = new TreeMap<Long, byte[]>();
        for (long at = 0; at < sizeBytes; at += sizeBytes / 40) {
            blocks.put(at / MIB * MIB, block);
        }
        blocks.put(sizeBytes - MIB, block);
        new Random(5).nextBytes(block);
        var sparse = new Sparse(snapshotVdi(0), sizeBytes, blocks);
        scene.pool.transfers.archives.put(
                SNAPSHOT, compression -> Archives.write("big", Map.of("0", sparse), XvaChecksum.XXHASH, compression));

        var line = scene.backUp("p-1", Scene.disk(0, sizeBytes, all(), DiskRoute.VmArchive));

        assertThat(line.readBytes()).isEqualTo((long) blocks.size() * MIB);
        var image = scene.point("p-1").orElseThrow().disks().getFirst();
        assertThat(image.allocatedBytes()).isEqualTo((long) blocks.size() * MIB);
        var reader = Repository.open(scene.store).reader(image);
        var read = ByteBuffer.allocate(MIB);
        blocks.keySet().forEach(at -> {
            reader.read(at, read.clear());
            assertThat(Arrays.equals(read.array(), block)).isTrue();
        });
    }
}
