package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.OneDisk.BASE;
import static dev.lifeboat.agent.order.OneDisk.DISK_BYTES;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.SNAPSHOT_VDI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.ChangedBlocksUnavailableException.Reason;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What was ordered is not to be had: the next best is taken and the report says why, or the order fails where it
/// insists.
class BackupFallbackTest {
    private final OneDisk disk = new OneDisk();

    @AutoClose
    private final Scene scene = disk.scene;

    @Test
    void withoutNbdTheWholeDiskComesOverHttpsAndTheReportSaysWhy() throws Exception {
        disk.backUpBase();
        disk.write(3);
        scene.pool.nbdExports.clear();

        var line = scene.backUp("p-2", disk.changedSince("p-1"));

        assertThat(scene.content("p-2")).isEqualTo(disk.bytes);
        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.fullReason()).contains(FullReason.NbdUnavailable);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("no NBD address"));
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(scene.pool.calls).contains("finishExport " + SNAPSHOT_VDI);
    }

    @Test
    void aPlannedFullOverHttpsKeepsItsReason() {
        var line = scene.backUp("p-1", disk.full());

        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.detail()).isPresent();
    }

    @Test
    void withoutNbdAnOrderThatInsistsOnItFails() {
        scene.onUnavailable = OnUnavailable.Fail;

        assertThat(scene.fail("p-1", disk.full()).reason()).isEqualTo(FailureReason.NbdUnavailable);
        assertThat(Repository.open(scene.store).points()).isEmpty();
    }

    @Test
    void aMissingBaseMakesItAFull() throws Exception {
        scene.serve(0);

        var line = scene.backUp("p-2", disk.changedSince("p-1"));

        assertThat(line.fullReason()).contains(FullReason.ManifestMissing);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("p-1"));
        assertThat(scene.content("p-2")).isEqualTo(disk.bytes);
    }

    @Test
    void aBaseOfAnotherSizeMakesItAFull() throws Exception {
        disk.backUpBase();
        var grown = new byte[DISK_BYTES + MIB];
        scene.pool.disks.put(SNAPSHOT_VDI, grown);
        scene.serve(0);

        var line = scene.backUp("p-2", disk.changedSince("p-1"));

        assertThat(line.fullReason()).contains(FullReason.VdiResized);
        assertThat(scene.content("p-2")).isEqualTo(grown);
    }

    @Test
    void aBrokenChainOfChangesMakesItAFullOrFailsAsOrdered() throws Exception {
        disk.backUpBase();
        scene.pool.changedBlocks.put(BASE, () -> {
            throw new ChangedBlocksUnavailableException(
                    BASE, SNAPSHOT_VDI, Reason.CHAIN_BROKEN, "unrelated", new IOException("460"));
        });

        var line = scene.backUp("p-2", disk.changedSince("p-1"));
        scene.onUnavailable = OnUnavailable.Fail;
        var failure = scene.fail("p-3", disk.changedSince("p-1"));

        assertThat(line.fullReason()).contains(FullReason.CbtChainBroken);
        assertThat(failure.reason()).isEqualTo(FailureReason.CbtUnavailable);
        assertThat(failure.message()).contains("unrelated");
    }
}
