package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.BackupScene.MIB;
import static dev.lifeboat.agent.order.BackupScene.disk;
import static dev.lifeboat.agent.order.BackupScene.full;
import static dev.lifeboat.agent.order.BackupScene.overwrite;
import static dev.lifeboat.agent.order.BackupScene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyProgress;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.XapiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Disks that come as VHD: whole ones, and what differs from the snapshot of the last backup.
class VhdStreamOrderTest {
    private static final int DISK_BYTES = 21 * MIB;
    private static final UUID KEPT = new UUID(4, 0);

    private final BackupScene scene = new BackupScene();
    private final byte[] disk = disk(DISK_BYTES, 1, 1, 2, 7, 10);

    @BeforeEach
    void aDisk() {
        scene.pool.disks.put(snapshotVdi(0), disk);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private DiskBackup whole() {
        return scene.disk(0, full(), DiskRoute.VhdStream);
    }

    private DiskBackup delta() {
        return scene.disk(0, new DiskRead.Changed("p-1", KEPT), DiskRoute.VhdStream);
    }

    /// Then the guest writes, and the snapshot of the first backup is kept.
    private void backUpAndWrite() {
        scene.backUp("p-1", whole());
        scene.pool.disks.put(KEPT, disk.clone());
        overwrite(disk, 3 * MIB, 100, 50);
        overwrite(disk, 16 * MIB, 3 * MIB, 60);
        java.util.Arrays.fill(disk, 14 * MIB, 16 * MIB, (byte) 0);
        scene.pool.calls.clear();
    }

    private static UnaryOperator<InputStream> cutAfter(int bytes) {
        return stream -> {
            try {
                return new ByteArrayInputStream(stream.readNBytes(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Test
    void ofAWholeDiskTravelsWhatWasEverWritten() {
        var line = scene.backUp("p-1", whole());

        assertThat(scene.content("p-1", 0)).isEqualTo(disk);
        assertThat(line.protocol()).isEqualTo(Protocol.Vhd);
        assertThat(line.readBytes()).isEqualTo(7L * MIB);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.detail()).isEmpty();
        assertThat(scene.pool.calls).contains("finishExport " + snapshotVdi(0));
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aDifferenceIsMergedIntoACompletePoint() {
        backUpAndWrite();

        var line = scene.backUp("p-2", delta());

        assertThat(scene.content("p-2", 0)).isEqualTo(disk);
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.protocol()).isEqualTo(Protocol.Vhd);
        assertThat(line.changedBytes()).isEqualTo(8L * MIB).isEqualTo(line.readBytes());
        assertThat(line.newBytes()).isBetween(3L * MIB, 4L * MIB);
        scene.assertNothingIsLeftOnThePool();
    }

    /// Cumulative: each difference is against the snapshot of the full, over the point of the full.
    @Test
    void laterDifferencesAreAgainstTheSameKeptSnapshot() {
        backUpAndWrite();
        scene.backUp("p-2", delta());
        overwrite(disk, 0, MIB, 70);

        var line = scene.backUp("p-3", delta());

        assertThat(scene.content("p-3", 0)).isEqualTo(disk);
        assertThat(line.changedBytes()).isEqualTo(10L * MIB);
        assertThat(line.fullReason()).isEmpty();
    }

    @Test
    void withoutAnyDifferenceNothingTravels() {
        scene.backUp("p-1", whole());
        scene.pool.disks.put(KEPT, disk.clone());

        var line = scene.backUp("p-2", delta());

        assertThat(line.readBytes()).isZero();
        assertThat(line.fullReason()).isEmpty();
        assertThat(scene.content("p-2", 0)).isEqualTo(disk);
    }

    /// The difference does not hold what the repository has lost.
    @Test
    void aBaseThatIsDamagedInTheRepositoryMakesItAFull() {
        backUpAndWrite();
        var pack = scene.store.listAll("packs/").findFirst().orElseThrow().key();
        var bytes = scene.store.get(pack).orElseThrow().clone();
        bytes[0] ^= 1;
        scene.store.put(pack, ByteBuffer.wrap(bytes));
        var repair = RepairOptions.of(VerifyOptions.of(VerifyOptions.Depth.EVERY_BYTE));
        assertThat(Repository.open(scene.store)
                        .repair(repair, VerifyProgress.NONE)
                        .marked())
                .isNotEmpty();

        var line = scene.backUp("p-2", delta());

        assertThat(line.fullReason()).contains(FullReason.IntegrityRepair);
        assertThat(line.detail()).hasValueSatisfying(why -> assertThat(why).contains("damaged"));
        assertThat(scene.content("p-2", 0)).isEqualTo(disk);
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aBaseThatIsNotInTheRepositoryMakesItAFull() {
        backUpAndWrite();
        scene.store.listAll("points/").map(ObjectEntry::key).toList().forEach(scene.store::delete);

        var line = scene.backUp("p-2", delta());

        assertThat(line.fullReason()).contains(FullReason.ManifestMissing);
        assertThat(scene.content("p-2", 0)).isEqualTo(disk);
    }

    @Test
    void aBaseSnapshotThatIsGoneMakesItAFull() {
        backUpAndWrite();
        scene.pool.disks.remove(KEPT);

        var line = scene.backUp("p-2", delta());

        assertThat(line.fullReason()).contains(FullReason.BaseSnapshotMissing);
        assertThat(line.protocol()).isEqualTo(Protocol.Vhd);
        assertThat(scene.content("p-2", 0)).isEqualTo(disk);
    }

    @Test
    void aBaseSnapshotWithoutDataMakesItAFull() {
        backUpAndWrite();
        scene.pool.metadataOnly.add(KEPT);

        assertThat(scene.backUp("p-2", delta()).fullReason()).contains(FullReason.BaseSnapshotMissing);
    }

    @Test
    void aDiskThatIsNotKeptAsVhdComesRawWithAReason() {
        backUpAndWrite();
        scene.pool.formats.put(snapshotVdi(0), ImageFormat.QCOW2);

        var line = scene.backUp("p-2", delta());

        assertThat(line.fullReason()).contains(FullReason.DeltaUnavailable);
        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail())
                .hasValueSatisfying(text -> assertThat(text).contains("QCOW2").contains("came raw"));
        assertThat(scene.content("p-2", 0)).isEqualTo(disk);
    }

    @Test
    void aHostThatRefusesTheDifferenceSendsTheWholeOrTheOrderFailsAsItSays() {
        backUpAndWrite();
        scene.pool.failures.put(
                "exportVhdDelta", XapiException.of("export_raw_vdi", "VDI_INCOMPATIBLE_TYPE", List.of("v", "t")));

        var line = scene.backUp("p-2", delta());
        scene.onUnavailable = OnUnavailable.Fail;
        var failure = scene.fail("p-3", delta());

        assertThat(line.fullReason()).contains(FullReason.DeltaUnavailable);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("VDI_INCOMPATIBLE_TYPE"));
        assertThat(failure.reason()).isEqualTo(FailureReason.CbtUnavailable);
        assertThat(scene.point("p-3")).isEmpty();
    }

    @Test
    void aHostThatSendsTheWholeDiskInsteadOfTheDifferenceIsNotBelieved() {
        backUpAndWrite();
        scene.pool.transfers.ignoresBase = true;

        var line = scene.backUp("p-2", delta());

        assertThat(line.fullReason()).contains(FullReason.DeltaUnavailable);
        assertThat(scene.content("p-2", 0)).isEqualTo(disk);
    }

    @Test
    void aBaseOfAnotherSizeMakesItAFull() {
        backUpAndWrite();
        var grown = java.util.Arrays.copyOf(disk, DISK_BYTES + 2 * MIB);
        scene.pool.disks.put(snapshotVdi(0), grown);

        assertThat(scene.backUp("p-2", delta()).fullReason()).contains(FullReason.VdiResized);
        assertThat(scene.content("p-2", 0)).isEqualTo(grown);
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 3000, 2 * MIB, 7 * MIB + 5000, 7 * MIB + 5 * 512})
    void aStreamThatIsCutYieldsNoPointAndTheRetryDoes(int bytes) {
        scene.pool.transfers.tampering = cutAfter(bytes);
        var failure = scene.fail("p-1", whole());
        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();

        scene.pool.transfers.tampering = UnaryOperator.identity();
        scene.backUp("p-1", whole());

        assertThat(scene.content("p-1", 0)).isEqualTo(disk);
    }

    @Test
    void aStreamThatThePoolDisownsAtTheEndYieldsNoPoint() {
        backUpAndWrite();
        scene.pool.failures.put("finishExport", new TransferFailedException("task failed: VDI_IO_ERROR"));

        var failure = scene.fail("p-2", delta());

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-2")).isEmpty();
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aNetworkThatBreaksIsNoReasonToReadEverything() {
        backUpAndWrite();
        scene.pool.failures.put("exportVhdDelta", new TransferFailedException("connection reset"));

        assertThat(scene.fail("p-2", delta()).reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.pool.calls).noneMatch(call -> call.startsWith("exportVhd "));
    }

    @Test
    void aRawStreamOrderedByNameNeedsNoNbd() {
        var line = scene.backUp("p-1", scene.disk(0, full(), DiskRoute.RawStream));

        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.detail()).isEmpty();
        assertThat(scene.pool.calls).noneMatch(call -> call.startsWith("nbdExports"));
        assertThat(scene.content("p-1", 0)).isEqualTo(disk);
    }

    @Test
    void aRawStreamAgainStoresOnlyWhatIsNew() {
        var large = disk(24 * MIB, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        scene.pool.disks.put(snapshotVdi(0), large);
        scene.backUp("p-1", scene.disk(0, full(), DiskRoute.RawStream));
        overwrite(large, 0, MIB, 99);

        var line = scene.backUp("p-2", scene.disk(0, full(), DiskRoute.RawStream));

        assertThat(line.newBytes()).isEqualTo(MIB);
        assertThat(scene.content("p-2", 0)).isEqualTo(large);
    }
}
