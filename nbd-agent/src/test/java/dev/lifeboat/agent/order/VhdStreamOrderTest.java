package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.DiskBytes.disk;
import static dev.lifeboat.agent.order.DiskBytes.overwrite;
import static dev.lifeboat.agent.order.KeptDisk.DISK_BYTES;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import org.junit.jupiter.api.Test;

/// Disks that come as VHD: whole ones, and what differs from the snapshot of the last backup. And those that
/// come raw.
class VhdStreamOrderTest {
    private final KeptDisk disk = new KeptDisk();
    private final Scene scene = disk.scene;

    @Test
    void ofAWholeDiskTravelsWhatWasEverWritten() {
        var line = scene.backUp("p-1", disk.whole());

        assertThat(scene.content("p-1", 0)).isEqualTo(disk.bytes);
        assertThat(line.protocol()).isEqualTo(Protocol.Vhd);
        assertThat(line.readBytes()).isEqualTo(7L * MIB);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.detail()).isEmpty();
        assertThat(scene.pool.calls).contains("finishExport " + snapshotVdi(0));
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aDifferenceIsMergedIntoACompletePoint() {
        disk.backUpAndWrite();

        var line = scene.backUp("p-2", disk.delta());

        assertThat(scene.content("p-2", 0)).isEqualTo(disk.bytes);
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.protocol()).isEqualTo(Protocol.Vhd);
        assertThat(line.changedBytes()).isEqualTo(8L * MIB).isEqualTo(line.readBytes());
        assertThat(line.newBytes()).isBetween(3L * MIB, 4L * MIB);
        scene.assertNothingIsLeftOnThePool();
    }

    /// Cumulative: each difference is against the snapshot of the full, over the point of the full.
    @Test
    void laterDifferencesAreAgainstTheSameKeptSnapshot() {
        disk.backUpAndWrite();
        scene.backUp("p-2", disk.delta());
        overwrite(disk.bytes, 0, MIB, 70);

        var line = scene.backUp("p-3", disk.delta());

        assertThat(scene.content("p-3", 0)).isEqualTo(disk.bytes);
        assertThat(line.changedBytes()).isEqualTo(10L * MIB);
        assertThat(line.fullReason()).isEmpty();
    }

    @Test
    void withoutAnyDifferenceNothingTravels() {
        scene.backUp("p-1", disk.whole());
        disk.keep();

        var line = scene.backUp("p-2", disk.delta());

        assertThat(line.readBytes()).isZero();
        assertThat(line.fullReason()).isEmpty();
        assertThat(scene.content("p-2", 0)).isEqualTo(disk.bytes);
    }

    @Test
    void aRawStreamOrderedByNameNeedsNoNbd() {
        var line = scene.backUp("p-1", scene.disk(0, SampleOrders.all(), DiskRoute.RawStream));

        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail()).isEmpty();
        assertThat(scene.pool.calls).noneMatch(call -> call.startsWith("nbdExports"));
        assertThat(scene.content("p-1", 0)).isEqualTo(disk.bytes);
    }

    @Test
    void aRawStreamAgainStoresOnlyWhatIsNew() {
        var large = disk(24 * MIB, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        scene.pool.disks.put(snapshotVdi(0), large);
        scene.backUp("p-1", scene.disk(0, SampleOrders.all(), DiskRoute.RawStream));
        overwrite(large, 0, MIB, 99);

        var line = scene.backUp("p-2", scene.disk(0, SampleOrders.all(), DiskRoute.RawStream));

        assertThat(line.newBytes()).isEqualTo(MIB);
        assertThat(scene.content("p-2", 0)).isEqualTo(large);
    }
}
