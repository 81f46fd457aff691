package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Backups that wait for their storage, or fail for it, before they take a snapshot.
class StorageRoomLifeTest {
    private final Life life = new Life();

    @Test
    void aDiskOfTooManyImagesIsNotSnapshotted() {
        life.pool.put(Sample.vm(List.of(disk(20)), Set.of()));
        var backup = life.backup(Specs.spec());
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("VdiChainUnhealthy");
        assertThat(life.pool.log()).isEmpty();
    }

    @Test
    void orItWaitsAsLongAsItMayForThemToBeMerged() {
        life.pool.put(Sample.vm(List.of(disk(20)), Set.of()));
        var patient = Specs.with(Specs.spec(), new SnapshotSpec(SnapshotSpec.Reference.Auto, 20, "1h"));
        var backup = life.backup(patient);
        life.run(backup);
        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("VdiChainUnhealthy");

        life.goesBy(Duration.ofMinutes(59));
        life.run(backup);
        assertThat(backup.getStatus().finishedAt()).isNull();

        life.pool.put(Sample.vm(List.of(disk(19)), Set.of()));
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("Transferring");
    }

    @Test
    void thickStorageHasToHaveRoomForTheSnapshotAndMore() {
        life.pool.put(Sample.vm(List.of(Sample.disk(true)), Set.of()));
        life.pool.put(repository(false, 100L << 30, 19L << 30));
        var backup = life.backup(Specs.spec());
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo(VmBackupReason.SrFull.name());
        assertThat(Life.condition(backup, Conditions.COMPLETE).getMessage())
                .startsWith("Waits until 2026-03-01T03:00:00Z: 1Gi are missing on storage repository 'Local'");

        life.pool.put(repository(false, 100L << 30, 20L << 30));
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("Transferring");
    }

    @Test
    void storageThatStaysFullFailsTheBackupInTheEnd() {
        life.pool.put(Sample.vm(List.of(Sample.disk(true)), Set.of()));
        life.pool.put(repository(false, 100L << 30, 0));
        var backup = life.backup(Specs.spec());
        life.run(backup);

        life.goesBy(Duration.ofMinutes(60));
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("SrFull");
        assertThat(Life.condition(backup, Conditions.FAILED).getMessage())
                .endsWith("Free space there, or lower limits.minFreeSrPercent, then create another VmBackup.");
    }

    @Test
    void thinStorageTakesWhatTheGuestWrites() {
        life.pool.put(repository(true, 100L << 30, 0));
        var backup = life.backup(Specs.spec());
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("Transferring");
    }

    private static VmDisk disk(int images) {
        return new VmDisk(
                "0",
                Sample.DISK,
                "root",
                Sample.SR,
                Sample.SIZE,
                true,
                true,
                false,
                Set.of(),
                Optional.of(new DiskChain(images, false)),
                ImageFormat.UNSAID);
    }

    private static StorageRepository repository(boolean thin, long sizeBytes, long freeBytes) {
        return new StorageRepository(
                Sample.SR, "Local", "lvm", false, true, thin, sizeBytes, freeBytes, true, Set.of());
    }
}
