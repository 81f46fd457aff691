package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.KeptDisk.DISK_BYTES;
import static dev.lifeboat.agent.order.KeptDisk.KEPT;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.XapiException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A difference that cannot be had, or is not to be believed: the whole disk comes, with the reason, or the
/// order fails where it insists.
class VhdFallbackTest {
    private final KeptDisk disk = new KeptDisk();
    private final Scene scene = disk.scene;

    /// The difference does not hold what the repository has lost.
    @Test
    void aBaseThatIsDamagedInTheRepositoryMakesItAFull() {
        disk.backUpAndWrite();
        scene.damage();

        var line = scene.backUp("p-2", disk.delta());

        assertThat(line.fullReason()).contains(FullReason.IntegrityRepair);
        assertThat(line.detail()).hasValueSatisfying(why -> assertThat(why).contains("damaged"));
        assertThat(scene.content("p-2", 0)).isEqualTo(disk.bytes);
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aBaseThatIsNotInTheRepositoryMakesItAFull() {
        disk.backUpAndWrite();
        scene.store.listAll("points/").map(ObjectEntry::key).toList().forEach(scene.store::delete);

        var line = scene.backUp("p-2", disk.delta());

        assertThat(line.fullReason()).contains(FullReason.ManifestMissing);
        assertThat(scene.content("p-2", 0)).isEqualTo(disk.bytes);
    }

    @Test
    void aBaseSnapshotThatIsGoneMakesItAFull() {
        disk.backUpAndWrite();
        scene.pool.disks.remove(KEPT);

        var line = scene.backUp("p-2", disk.delta());

        assertThat(line.fullReason()).contains(FullReason.BaseSnapshotMissing);
        assertThat(line.protocol()).isEqualTo(Protocol.Vhd);
        assertThat(scene.content("p-2", 0)).isEqualTo(disk.bytes);
    }

    @Test
    void aBaseSnapshotWithoutDataMakesItAFull() {
        disk.backUpAndWrite();
        scene.pool.metadataOnly.add(KEPT);

        assertThat(scene.backUp("p-2", disk.delta()).fullReason()).contains(FullReason.BaseSnapshotMissing);
    }

    @Test
    void aBaseOfAnotherSizeMakesItAFull() {
        disk.backUpAndWrite();
        var grown = Arrays.copyOf(disk.bytes, DISK_BYTES + 2 * MIB);
        scene.pool.disks.put(snapshotVdi(0), grown);

        assertThat(scene.backUp("p-2", disk.delta()).fullReason()).contains(FullReason.VdiResized);
        assertThat(scene.content("p-2", 0)).isEqualTo(grown);
    }

    @Test
    void aDiskThatIsNotKeptAsVhdComesRawWithAReason() {
        disk.backUpAndWrite();
        scene.pool.formats.put(snapshotVdi(0), ImageFormat.QCOW2);

        var line = scene.backUp("p-2", disk.delta());

        assertThat(line.fullReason()).contains(FullReason.DifferenceUnavailable);
        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail())
                .hasValueSatisfying(text -> assertThat(text).contains("QCOW2").contains("came raw"));
        assertThat(scene.content("p-2", 0)).isEqualTo(disk.bytes);
    }

    @Test
    void aHostThatRefusesTheDifferenceSendsTheWholeOrTheOrderFailsAsItSays() {
        disk.backUpAndWrite();
        scene.pool.failures.put(
                "exportVhdDelta", XapiException.of("export_raw_vdi", "VDI_INCOMPATIBLE_TYPE", List.of("v", "t")));

        var line = scene.backUp("p-2", disk.delta());
        scene.onUnavailable = OnUnavailable.Fail;
        var failure = scene.fail("p-3", disk.delta());

        assertThat(line.fullReason()).contains(FullReason.DifferenceUnavailable);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("VDI_INCOMPATIBLE_TYPE"));
        assertThat(failure.reason()).isEqualTo(FailureReason.CbtUnavailable);
        assertThat(scene.point("p-3")).isEmpty();
    }

    @Test
    void aHostThatSendsTheWholeDiskInsteadOfTheDifferenceIsNotBelieved() {
        disk.backUpAndWrite();
        scene.pool.transfers.ignoresBase = true;

        var line = scene.backUp("p-2", disk.delta());

        assertThat(line.fullReason()).contains(FullReason.DifferenceUnavailable);
        assertThat(scene.content("p-2", 0)).isEqualTo(disk.bytes);
    }
}
