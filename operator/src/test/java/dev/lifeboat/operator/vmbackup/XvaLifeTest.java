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
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Backups over HTTPS alone, one after the other, over a pool and agents in memory: what stays on the pool for the
/// next, and when it goes.
class XvaLifeTest {
    private final Clock clock = Clock.fixed(Sample.NOW, ZoneOffset.UTC);
    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Means means = Resources.means(agents, pool, clock);
    private final VmBackupObserver observer = new VmBackupObserver(neighbours, means);
    private final VmBackupSteps steps = new VmBackupSteps(neighbours, means);
    private int count;

    @BeforeEach
    void aPoolWithAVm() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        neighbours.put(Resources.storage(true));
        neighbours.put(Sample.policy());
        pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of()));
    }

    private static VmBackupSpec spec(BackupStrategy.Base base) {
        return Sample.with(
                Sample.spec(), Sample.strategy(BackupStrategy.Mode.Xva, BackupStrategy.OnCbtUnavailable.ReadAll, base));
    }

    private static VmBackupSpec full(VmBackupSpec spec) {
        return Sample.with(Sample.spec(BackupType.Full), spec.strategy());
    }

    /// Each one is a day later than the one before it, as the statuses of all tell.
    private VmBackup next(VmBackupSpec spec) {
        count++;
        var backup = new VmBackup();
        backup.setMetadata(Resources.meta(
                "web-" + count, "5a000000-0000-0000-0000-00000000000" + count, "2026-03-0" + count + "T01:00:00Z"));
        backup.setSpec(spec);
        neighbours.put(backup);
        return backup;
    }

    private void run(VmBackup backup) {
        for (int passes = 0; passes < 20; passes++) {
            var done = steps.perform(
                    backup, VmBackupPlan.next(Request.of(backup), observer.observe(backup)), Attempt.First);
            backup.setStatus(done.status());
            if (!done.next().equals(Optional.of(Done.AT_ONCE))) {
                return;
            }
        }
        throw new AssertionError("It goes in circles: " + backup.getStatus());
    }

    /// @param surprise why an agent reads all of the disk though its order says otherwise
    private BackupOrder finish(VmBackup backup, Optional<FullReason> surprise) {
        run(backup);
        var order = (BackupOrder) agents.order("backup");
        var reason = order.disks().getFirst().read() instanceof DiskRead.All(var why) ? Optional.of(why) : surprise;
        var report = Sample.report(Sample.diskReport(Protocol.Vhd, reason));
        agents.all(new AgentRun.Finished(report));
        run(backup);
        assertThat(Contenders.finished(backup.getStatus())).isTrue();
        agents.stop(Resources.NAMESPACE, VmBackupSteps.agent(backup));
        backup.setStatus(taken(backup, Sample.NOW.plus(Duration.ofDays(count))));
        return order;
    }

    private BackupOrder finish(VmBackup backup) {
        return finish(backup, Optional.empty());
    }

    private static dev.lifeboat.crds.VmBackupStatus taken(VmBackup backup, Instant at) {
        var status = backup.getStatus();
        return new dev.lifeboat.crds.VmBackupStatus(
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
        return pool.snapshots().stream()
                .map(VmSnapshot::markers)
                .map(markers -> markers.get(dev.lifeboat.operator.access.Markers.BACKUP_UID))
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
        assertThat(pool.log()).doesNotContain("enableCbt");
        var base = pool.vdis().getFirst();
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
            assertThat(pool.vdis()).extracting(MarkedVdi::uuid).containsExactly(base.uuid());
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
        assertThat(pool.vdis()).hasSize(1);
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
        neighbours.put(Sample.policy(false, BackupType.Full));
        var first = next(spec(BackupStrategy.Base.LastFull));
        finish(first);
        assertThat(first.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.None);
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void theBaseGoesWithTheLastIncrementalThatNeedsIt() {
        finish(next(spec(BackupStrategy.Base.LastFull)));
        neighbours.put(Sample.policy(false, BackupType.Full));
        finish(next(spec(BackupStrategy.Base.LastFull)));
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void whatIsToBeKeptStaysWithoutASchedule() {
        neighbours.put(Sample.policy(false, BackupType.Full));
        var keep = new SnapshotSpec(SnapshotSpec.Reference.KeepData, 20, "0s");
        var first = next(Sample.with(spec(BackupStrategy.Base.LastFull), keep));
        finish(first);
        assertThat(owners()).containsExactly(uid(first));
    }

    @Test
    void aPolicyThatTurnsToChangedBlocksLeavesNoDataBehind() {
        finish(next(spec(BackupStrategy.Base.LastFull)));
        var tracked = next(Sample.reading(BackupStrategy.Mode.Cbt));
        finish(tracked);

        assertThat(tracked.getStatus().effective().fullReason()).isEqualTo("CbtJustEnabled");
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis())
                .singleElement()
                .satisfies(vdi -> assertThat(vdi.metadataOnly()).isTrue());
    }

    @Test
    void aPolicyThatTurnsFromChangedBlocksLeavesNoRecordBehind() {
        finish(next(Sample.reading(BackupStrategy.Mode.Cbt)));
        var over = next(spec(BackupStrategy.Base.LastFull));
        finish(over);

        assertThat(over.getStatus().effective().fullReason()).isEqualTo("BaseSnapshotMissing");
        assertThat(owners()).containsExactly(uid(over));
        assertThat(pool.vdis())
                .singleElement()
                .satisfies(vdi -> assertThat(vdi.metadataOnly()).isFalse());
    }

    @Test
    void rawLeavesNothing() {
        finish(next(Sample.reading(BackupStrategy.Mode.Raw)));
        var second = next(Sample.reading(BackupStrategy.Mode.Raw));
        var order = finish(second);

        assertThat(order.disks().getFirst().route()).isEqualTo(DiskRoute.RawStream);
        assertThat(second.getStatus().effective().strategy()).isEqualTo("Raw");
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void aCancelledIncrementalLeavesTheBaseAlone() {
        var first = next(spec(BackupStrategy.Base.LastFull));
        finish(first);
        var second = next(spec(BackupStrategy.Base.LastFull));
        run(second);
        second.setSpec(Sample.cancelled(second.getSpec()));
        agents.stop(Resources.NAMESPACE, VmBackupSteps.agent(second));
        run(second);

        assertThat(Contenders.finished(second.getStatus())).isTrue();
        assertThat(owners()).containsExactly(uid(first));
    }
}
