package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Backups over HTTPS alone, one after the other: what stays on the pool for the next, and when it goes.
class XvaLifeTest {
    private final Life life = new Life();
    private int count;

    private static VmBackupSpec spec(BackupStrategy.Base base) {
        return Specs.with(
                Specs.spec(), Specs.strategy(BackupStrategy.Mode.Xva, BackupStrategy.OnCbtUnavailable.ReadAll, base));
    }

    private static VmBackupSpec full(VmBackupSpec spec) {
        return Specs.with(Specs.spec(BackupType.Full), spec.strategy());
    }

    private VmBackup next(VmBackupSpec spec) {
        count++;
        return life.backup("web-" + count, "5a000000-0000-0000-0000-00000000000" + count, spec);
    }

    /// The statuses of all tell that each one is a day later than the one before it.
    ///
    /// @param surprise why an agent reads all of the disk though its order says otherwise
    private BackupOrder finish(VmBackup backup, Optional<FullReason> surprise) {
        life.run(backup);
        var order = life.order();
        var reason = order.disks().getFirst().read() instanceof DiskRead.All(var why) ? Optional.of(why) : surprise;
        life.run(backup, Sample.report(Sample.diskReport(Protocol.Vhd, reason)));
        assertThat(Contenders.finished(backup.getStatus())).isTrue();
        life.stopAgent(backup);
        backup.setStatus(taken(backup, Sample.NOW.plus(Duration.ofDays(count))));
        return order;
    }

    private BackupOrder finish(VmBackup backup) {
        return finish(backup, Optional.empty());
    }

    private static VmBackupStatus taken(VmBackup backup, Instant at) {
        var status = backup.getStatus();
        return new VmBackupStatus(
                status.observedGeneration(),
                status.phase(),
                status.conditions(),
                status.startedAt(),
                at,
                status.finishedAt(),
                status.durationSeconds(),
                status.vm(),
                status.effective(),
                status.disks(),
                status.excludedDisks(),
                status.progress(),
                status.size(),
                status.snapshot(),
                status.location(),
                status.warnings());
    }

    private static String uid(VmBackup backup) {
        return backup.getMetadata().getUid();
    }

    private List<String> owners() {
        return life.pool.snapshots().stream()
                .map(VmSnapshot::markers)
                .map(markers -> markers.get(MarkerKeys.BACKUP_UID))
                .toList();
    }

    @Test
    void aFullStaysOnThePoolAndEachIncrementalStartsFromIt() {
        var first = next(spec(BackupStrategy.Base.LastFull));
        var order = finish(first);

        assertThat(order.archiveCompression()).isEqualTo(ArchiveCompression.Zstd);
        assertThat(order.disks().getFirst().route()).isEqualTo(DiskRoute.VmArchive);
        assertThat(first.getStatus().effective().strategy()).isEqualTo("Xva");
        assertThat(first.getStatus().effective().reason()).isEqualTo("It was asked for by strategy.mode.");
        assertThat(first.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.Data);
        assertThat(life.pool.log()).doesNotContain("enableCbt");
        var base = life.pool.vdis().getFirst();
        assertThat(base.metadataOnly()).isFalse();

        for (int night = 0; night < 3; night++) {
            var incremental = next(spec(BackupStrategy.Base.LastFull));
            assertThat(finish(incremental).disks().getFirst().read())
                    .isEqualTo(new DiskRead.Changed(uid(first), base.uuid()));
            assertThat(incremental.getStatus().effective().type()).isEqualTo(BackupType.Incremental);
            assertThat(incremental.getStatus().effective().baseBackup()).isEqualTo(uid(first));
            assertThat(incremental.getStatus().snapshot())
                    .isEqualTo(new SnapshotStatus(null, SnapshotStatus.Kind.None, uid(first)));
            assertThat(owners()).containsExactly(uid(first));
            assertThat(life.pool.vdis()).extracting(MarkedVdi::uuid).containsExactly(base.uuid());
        }
    }

    @Test
    void anIncrementalFromTheLastBackupTakesItsPlace() {
        finish(next(spec(BackupStrategy.Base.LastBackup)));
        var second = next(spec(BackupStrategy.Base.LastBackup));
        finish(second);
        assertThat(owners()).containsExactly(uid(second));

        var third = next(spec(BackupStrategy.Base.LastBackup));
        assertThat(finish(third).disks().getFirst().read())
                .isInstanceOfSatisfying(
                        DiskRead.Changed.class,
                        read -> assertThat(read.basePointId()).isEqualTo(uid(second)));
        assertThat(owners()).containsExactly(uid(third));
        assertThat(life.pool.vdis()).hasSize(1);
    }

    @Test
    void aNewFullTakesThePlaceOfTheOldOne() {
        finish(next(spec(BackupStrategy.Base.LastFull)));
        finish(next(spec(BackupStrategy.Base.LastFull)));
        var full = next(full(spec(BackupStrategy.Base.LastFull)));
        finish(full);
        assertThat(owners()).containsExactly(uid(full));
    }

    @Test
    void aDiskThatHadToBeReadWholeMakesItTheNextBase() {
        finish(next(spec(BackupStrategy.Base.LastFull)));
        var damaged = next(spec(BackupStrategy.Base.LastFull));
        finish(damaged, Optional.of(FullReason.IntegrityRepair));

        assertThat(damaged.getStatus().effective().fullReason()).isEqualTo("IntegrityRepair");
        assertThat(owners()).containsExactly(uid(damaged));
    }

    @Test
    void nothingStaysThatNoScheduleNeeds() {
        life.neighbours.put(Gold.policy(false, BackupType.Full));
        var first = next(spec(BackupStrategy.Base.LastFull));
        finish(first);
        assertThat(first.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.None);
        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis()).isEmpty();
    }

    @Test
    void theBaseGoesWithTheLastIncrementalThatNeedsIt() {
        finish(next(spec(BackupStrategy.Base.LastFull)));
        life.neighbours.put(Gold.policy(false, BackupType.Full));
        finish(next(spec(BackupStrategy.Base.LastFull)));
        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis()).isEmpty();
    }

    @Test
    void whatIsToBeKeptStaysWithoutASchedule() {
        life.neighbours.put(Gold.policy(false, BackupType.Full));
        var keep = new SnapshotSpec(SnapshotSpec.Reference.KeepData, 20, "0s");
        var first = next(Specs.with(spec(BackupStrategy.Base.LastFull), keep));
        finish(first);
        assertThat(owners()).containsExactly(uid(first));
    }

    @Test
    void aPolicyThatTurnsToChangedBlocksLeavesNoDataBehind() {
        finish(next(spec(BackupStrategy.Base.LastFull)));
        var tracked = next(Specs.reading(BackupStrategy.Mode.Cbt));
        finish(tracked);

        assertThat(tracked.getStatus().effective().fullReason()).isEqualTo("CbtJustEnabled");
        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis())
                .singleElement()
                .satisfies(vdi -> assertThat(vdi.metadataOnly()).isTrue());
    }

    @Test
    void aPolicyThatTurnsFromChangedBlocksLeavesNoRecordBehind() {
        finish(next(Specs.reading(BackupStrategy.Mode.Cbt)));
        var over = next(spec(BackupStrategy.Base.LastFull));
        finish(over);

        assertThat(over.getStatus().effective().fullReason()).isEqualTo("BaseSnapshotMissing");
        assertThat(owners()).containsExactly(uid(over));
        assertThat(life.pool.vdis())
                .singleElement()
                .satisfies(vdi -> assertThat(vdi.metadataOnly()).isFalse());
    }

    @Test
    void rawLeavesNothing() {
        finish(next(Specs.reading(BackupStrategy.Mode.Raw)));
        var second = next(Specs.reading(BackupStrategy.Mode.Raw));
        var order = finish(second);

        assertThat(order.disks().getFirst().route()).isEqualTo(DiskRoute.RawStream);
        assertThat(second.getStatus().effective().strategy()).isEqualTo("Raw");
        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis()).isEmpty();
    }

    @Test
    void aCancelledIncrementalLeavesTheBaseAlone() {
        var first = next(spec(BackupStrategy.Base.LastFull));
        finish(first);
        var second = next(spec(BackupStrategy.Base.LastFull));
        life.run(second);
        second.setSpec(Specs.cancelled(second.getSpec()));
        life.stopAgent(second);
        life.run(second);

        assertThat(Contenders.finished(second.getStatus())).isTrue();
        assertThat(owners()).containsExactly(uid(first));
    }
}
