package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.OneDisk.DISK_BYTES;
import static dev.lifeboat.agent.order.OneDisk.PIECE_BYTES;
import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Progress.Phase;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Read;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import java.util.ArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Whole backup orders that end well: a pool in memory, NBD over real sockets, a repository in memory.
class BackupOrderTest {
    private final OneDisk disk = new OneDisk();

    @AutoClose
    private final Scene scene = disk.scene;

    @Test
    void aFullBackupHoldsEveryByte() throws Exception {
        var server = scene.serve(0);

        var report = scene.backUpAll("p-1", disk.full());

        assertThat(scene.content("p-1")).isEqualTo(disk.bytes);
        assertThat(report.manifestKey())
                .isEqualTo(scene.point("p-1").orElseThrow().manifestKey());
        var line = report.disks().getFirst();
        assertThat(line.protocol()).isEqualTo(Protocol.Nbd);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.detail()).isEmpty();
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.newBytes()).isBetween(3L << 20, 4L << 20);
        assertThat(server.answeredBytes()).isEqualTo(DISK_BYTES);
        assertThat(scene.board.now().phase()).isEqualTo(Phase.Done);
        assertThat(scene.board.now().doneBytes()).isEqualTo(DISK_BYTES);
        server.awaitGoodByes(server.connections());
        assertThat(scene.pool.calls.getLast()).startsWith("close");
    }

    @Test
    void anIncrementalReadsJustTheChangedBlocks() throws Exception {
        disk.backUpBase();
        var blocks = disk.write(0, 17, 18, 19, 80, 83);
        var server = scene.serve(0);

        var line = scene.backUp("p-2", disk.changedSince("p-1"));

        assertThat(scene.content("p-2")).isEqualTo(disk.bytes);
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.changedBytes()).isEqualTo(blocks.changedBytes()).isEqualTo(5L * PIECE_BYTES + 512);
        assertThat(line.readBytes()).isEqualTo(blocks.changedBytes());
        assertThat(server.answered()).extracting(Read::offset).doesNotHaveDuplicates();
        assertThat(server.answeredBytes()).isEqualTo(blocks.changedBytes());
        assertThat(server.answered()).allMatch(read -> blocks.isChanged(read.offset()));
    }

    @Test
    void whatIsMarkedAsDamagedInTheBaseIsReadAgain() throws Exception {
        disk.backUpBase();
        scene.damage();
        var blocks = disk.write(83);
        scene.serve(0);

        var line = scene.backUp("p-2", disk.changedSince("p-1"));

        assertThat(scene.content("p-2")).isEqualTo(disk.bytes);
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("were read again"));
        assertThat(line.changedBytes()).isEqualTo(blocks.changedBytes());
        assertThat(line.readBytes()).isBetween(blocks.changedBytes() + PIECE_BYTES, DISK_BYTES / 2L);
    }

    @Test
    void severalDisksGoSideBySide() throws Exception {
        var disks = new ArrayList<DiskBackup>();
        for (int i = 0; i < 6; i++) {
            scene.pool.disks.put(snapshotVdi(i), DiskBytes.noise(2 * Scene.MIB + i * PIECE_BYTES, i));
            scene.serve(i, number -> number == 1 ? new Script.CutAfter(100_000) : new Script.Serve());
            disks.add(scene.disk(i, all(), DiskRoute.Nbd));
        }

        var report = scene.backUpAll("p-1", disks.toArray(new DiskBackup[0]));

        assertThat(report.disks()).extracting(DiskReport::device).containsExactly("0", "1", "2", "3", "4", "5");
        for (int i = 0; i < 6; i++) {
            assertThat(scene.content("p-1", i)).isEqualTo(scene.pool.disks.get(snapshotVdi(i)));
        }
    }

    @Test
    void theSameOrderAgainFindsItsPoint() throws Exception {
        disk.backUpBase();
        scene.pool.calls.clear();

        var report = scene.backUpAll("p-1", disk.full());

        assertThat(report.pointId()).isEqualTo("p-1");
        assertThat(scene.pool.calls).containsExactly("close ");
    }
}
