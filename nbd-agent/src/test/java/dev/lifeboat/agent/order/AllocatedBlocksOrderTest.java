package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.DiskBytes.disk;
import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Read;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.stream.Extent;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A full read over NBD asks for what was ever written, as the head of the disk's VHD says it, and for nothing else.
class AllocatedBlocksOrderTest {
    private static final int DISK_BYTES = 21 * MIB;

    @AutoClose
    private final Scene scene = new Scene();

    private DiskBackup sparse() {
        scene.pool.disks.put(snapshotVdi(0), disk(DISK_BYTES, 1, 1, 2, 7, 10));
        return scene.disk(0, all(), DiskRoute.Nbd);
    }

    @Test
    void bytesAskedOfThePoolAreTheAllocatedBlocks() throws Exception {
        var disk = sparse();
        scene.pool.transfers.writtenZeros.put(snapshotVdi(0), List.of(new Extent(10 * MIB, MIB)));
        var server = scene.serve(0);

        var line = scene.backUp("p-1", disk);

        assertThat(scene.content("p-1", 0)).isEqualTo(scene.pool.disks.get(snapshotVdi(0)));
        long allocated = scene.pool.transfers.allocated(snapshotVdi(0)).allocatedBytes();
        assertThat(allocated).isEqualTo(9L * MIB);
        assertThat(server.answeredBytes()).isEqualTo(allocated).isEqualTo(line.readBytes());
        assertThat(server.answered()).extracting(Read::offset).doesNotHaveDuplicates();
        assertThat(line.protocol()).isEqualTo(Protocol.Nbd);
        assertThat(line.detail()).isEmpty();
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.changedBytes()).isEqualTo(DISK_BYTES);
        assertThat(scene.board.now().doneBytes())
                .isEqualTo(scene.board.now().totalBytes())
                .isEqualTo(allocated);
        assertThat(scene.point("p-1").orElseThrow().disks().getFirst().allocatedBytes())
                .isEqualTo(7L * MIB);
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aDiskThatWasNeverWrittenIsNotReadAtAll() throws Exception {
        scene.pool.disks.put(snapshotVdi(0), new byte[DISK_BYTES]);
        var server = scene.serve(0);

        var line = scene.backUp("p-1", scene.disk(0, all(), DiskRoute.Nbd));

        assertThat(line.readBytes()).isZero();
        assertThat(server.answered()).isEmpty();
        assertThat(scene.content("p-1", 0)).isEqualTo(new byte[DISK_BYTES]);
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW", "QCOW2"})
    void whatIsNotKeptAsVhdIsReadWholeAndTheReportSaysSo(ImageFormat format) throws Exception {
        var disk = sparse();
        scene.pool.formats.put(snapshotVdi(0), format);
        var server = scene.serve(0);

        var line = scene.backUp("p-1", disk);

        assertThat(server.answeredBytes()).isEqualTo(DISK_BYTES).isEqualTo(line.readBytes());
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains(format.name()));
        assertThat(scene.pool.calls).noneMatch(call -> call.startsWith("exportVhd"));
        assertThat(scene.content("p-1", 0)).isEqualTo(scene.pool.disks.get(snapshotVdi(0)));
    }

    @Test
    void aHostThatRefusesAVhdIsReadWholeAndTheReportSaysWhy() throws Exception {
        var disk = sparse();
        scene.pool.failures.put(
                "exportVhd", XapiException.of("export_raw_vdi", "VDI_TOO_LARGE", List.of("vdi", "2190433320960")));
        scene.serve(0);

        var line = scene.backUp("p-1", disk);

        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("VDI_TOO_LARGE"));
    }

    @Test
    void aBrokenLookUpCostsTimeAndNoBackup() throws Exception {
        var disk = sparse();
        scene.pool.failures.put("exportVhd", new TransferFailedException("connection reset"));
        scene.serve(0);

        var line = scene.backUp("p-1", disk);

        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("connection reset"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 600, 1536, 2100})
    void aHeadThatIsCutIsNoHead(int bytes) throws Exception {
        var disk = sparse();
        scene.pool.transfers.cutAfter(bytes);
        scene.serve(0);

        var line = scene.backUp("p-1", disk);

        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail()).isPresent();
        assertThat(scene.content("p-1", 0)).isEqualTo(scene.pool.disks.get(snapshotVdi(0)));
    }

    @Test
    void theTableOfAnotherDiskIsNotTrusted() throws Exception {
        var disk = sparse();
        var other = disk(DISK_BYTES - 4 * MIB, 3, 1);
        scene.serve(0);
        scene.pool.transfers.instead.put(snapshotVdi(0), other);

        var line = scene.backUp("p-1", disk);

        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("another disk"));
    }

    @Test
    void aSnapshotThatGoesMeanwhileIsGone() throws Exception {
        var disk = sparse();
        scene.serve(0);
        scene.pool.failures.put("vdi", XapiException.of("VDI.get_by_uuid", "UUID_INVALID", List.of("VDI", "x")));

        assertThat(scene.fail("p-1", disk).reason()).isEqualTo(FailureReason.SnapshotGone);
    }
}
