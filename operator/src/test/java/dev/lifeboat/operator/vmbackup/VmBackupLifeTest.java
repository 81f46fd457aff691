package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pass after pass over a pool and agents in memory, with crashes between doing and writing down.
class VmBackupLifeTest {
    private final Clock clock = Clock.fixed(Sample.NOW, ZoneOffset.UTC);
    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Means means = Resources.means(agents, pool, clock);
    private final VmBackupObserver observer = new VmBackupObserver(neighbours, means);
    private final VmBackupSteps steps = new VmBackupSteps(neighbours, means);

    @BeforeEach
    void aPoolWithAVm() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        neighbours.put(Resources.storage(true));
        neighbours.put(Sample.policy());
        pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of()));
    }

    private VmBackup backup(String name, String uid, VmBackupSpec spec) {
        var backup = new VmBackup();
        backup.setMetadata(Resources.meta(name, uid, "2026-03-01T01:00:00Z"));
        backup.setSpec(spec);
        neighbours.put(backup);
        return backup;
    }

    private VmBackup backup() {
        return backup("web-1", Sample.UID, Sample.spec());
    }

    private Done pass(VmBackup backup) {
        return pass(backup, Attempt.First);
    }

    private Done pass(VmBackup backup, Attempt attempt) {
        var done = steps.perform(backup, VmBackupPlan.next(Request.of(backup), observer.observe(backup)), attempt);
        backup.setStatus(done.status());
        return done;
    }

    /// Until it has to wait for something that is not ours.
    private void run(VmBackup backup) {
        for (int passes = 0; passes < 20; passes++) {
            var done = pass(backup);
            if (!done.next().equals(Optional.of(Done.AT_ONCE))) {
                return;
            }
        }
        throw new AssertionError("It goes in circles: " + backup.getStatus());
    }

    private void runToTheEnd(VmBackup backup, Report report) {
        run(backup);
        agents.all(new AgentRun.Finished(report));
        run(backup);
    }

    private Report done(VmBackup backup, Protocol protocol) {
        var order = (BackupOrder) agents.order("backup");
        var full = order.disks().getFirst().read() instanceof DiskRead.All(var reason)
                ? Optional.of(reason)
                : Optional.<FullReason>empty();
        assertThat(order.orderId()).isEqualTo(backup.getMetadata().getUid());
        return Sample.report(Sample.diskReport(protocol, full));
    }

    private void finish(VmBackup backup) {
        run(backup);
        agents.all(new AgentRun.Finished(done(backup, Protocol.NbdTls)));
        run(backup);
        assertThat(Contenders.finished(backup.getStatus())).isTrue();
        agents.stop(Resources.NAMESPACE, VmBackupSteps.agent(backup));
    }

    private static String reason(VmBackup backup, String condition) {
        return Conditions.find(
                        Optional.ofNullable(backup.getStatus().conditions()).orElseThrow(), condition)
                .orElseThrow()
                .getReason();
    }

    @Test
    void aFullThenAnIncremental() {
        var first = backup();
        finish(first);

        assertThat(first.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(first.getStatus().effective().fullReason()).isEqualTo("FirstBackup");
        assertThat(first.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.MetadataOnly);
        assertThat(first.getStatus().size().readText()).isEqualTo("5Mi");
        assertThat(pool.snapshots()).isEmpty();
        var base = pool.vdis().getFirst();
        assertThat(base.metadataOnly()).isTrue();

        var second = backup("web-2", "5a000000-0000-0000-0000-000000000002", Sample.spec());
        run(second);
        assertThat(((BackupOrder) agents.order("backup")).disks().getFirst().read())
                .isEqualTo(new DiskRead.Changed(Sample.UID, base.uuid()));
        finish(second);

        assertThat(second.getStatus().effective().type()).isEqualTo(BackupType.Incremental);
        assertThat(second.getStatus().effective().baseBackup()).isEqualTo(Sample.UID);
        assertThat(pool.vdis()).singleElement().satisfies(vdi -> {
            assertThat(vdi.uuid()).isNotEqualTo(base.uuid());
            assertThat(vdi.markers())
                    .containsEntry(Markers.POINT_ID, second.getMetadata().getUid());
        });
    }

    @Test
    void theOrderSaysWhatIsToBeReadAndWhereItBelongs() {
        run(backup());

        var order = (BackupOrder) agents.order("backup");
        assertThat(order.point().pointId()).isEqualTo(Sample.UID);
        assertThat(order.point().vmName()).isEqualTo("web");
        assertThat(order.point().labels()).containsEntry("policy", "gold").containsEntry("backup", Sample.NAME);
        assertThat(order.transfer().readSizeBytes()).isEqualTo(2 << 20);
    }

    @Test
    void aCrashAfterTheSnapshotNeverMakesASecondOne() {
        var backup = backup();
        pass(backup);
        pass(backup);
        var beforeTheSnapshot = backup.getStatus();
        pass(backup);
        assertThat(pool.snapshots()).hasSize(1);
        backup.setStatus(beforeTheSnapshot);

        finish(backup);

        assertThat(pool.log()).containsOnlyOnce("takeSnapshot");
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Succeeded);
    }

    @Test
    void everyPassMayBeLost() {
        for (int lost = 0; lost < 8; lost++) {
            var backup = backup("web-" + lost, "5a00000" + lost + "-0000-0000-0000-000000000001", Sample.spec());
            var before = pool.log().stream().filter("takeSnapshot"::equals).count();
            for (int passes = 0; passes < 30 && !Contenders.finished(backup.getStatus()); passes++) {
                var status = backup.getStatus();
                pass(backup);
                if (passes == lost) {
                    backup.setStatus(status);
                }
                if (agents.count() > 0) {
                    agents.all(new AgentRun.Finished(done(backup, Protocol.NbdTls)));
                }
            }
            agents.stop(Resources.NAMESPACE, VmBackupSteps.agent(backup));

            assertThat(Conditions.isTrue(backup.getStatus().conditions(), Conditions.COMPLETE))
                    .as("lost pass %s: %s", lost, backup.getStatus())
                    .isTrue();
            assertThat(pool.log().stream().filter("takeSnapshot"::equals).count() - before)
                    .isEqualTo(1);
            assertThat(pool.snapshots()).isEmpty();
            assertThat(pool.vdis()).hasSize(1);
            assertThat(backup.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.MetadataOnly);
        }
    }

    @Test
    void aFailedAgentLeavesNothingOnThePool() {
        var backup = backup();
        runToTheEnd(
                backup, new FailureReport(Sample.UID, FailureReason.StorageNotWritable, "The bucket is read-only."));

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("StorageNotWritable");
        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("StorageNotWritable");
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void aFailureKeepsTheBaseOfTheBackupBefore() {
        finish(backup());
        var base = pool.vdis();
        var second = backup("web-2", "5a000000-0000-0000-0000-000000000002", Sample.spec());

        runToTheEnd(second, new FailureReport(Sample.UID, FailureReason.RepositoryDamaged, "A pack is damaged."));

        assertThat(second.getStatus().phase()).isEqualTo(Phase.Failed);
        assertThat(pool.vdis()).isEqualTo(base);
    }

    @Test
    void aCancelStopsTheAgentAndCleansUp() {
        var backup = backup();
        run(backup);
        agents.all(new AgentRun.Running(Optional.empty()));
        backup.setSpec(Sample.cancelled(Sample.spec()));

        pass(backup);
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelling);
        agents.lingering(true);
        pass(backup);
        assertThat(pool.snapshots()).hasSize(1);
        agents.lingering(false);
        pass(backup);

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelled);
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void aVmThatVanishesFailsItsBackup() {
        var backup = backup();
        pass(backup);
        pass(backup);
        pool.remove(Sample.VM);
        pass(backup);

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("VmNotFound");
        assertThat(pool.log()).doesNotContain("takeSnapshot");
    }

    @Test
    void aFullStorageRepositoryFailsAtOnce() {
        var backup = backup();
        pool.fail("takeSnapshot", "SR_BACKEND_FAILURE_44");
        run(backup);

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("SrFull");
    }

    @Test
    void aBusyVmIsTriedAgainUntilTheLastTry() {
        var backup = backup();
        pass(backup);
        pass(backup);
        pool.fail("takeSnapshot", "OTHER_OPERATION_IN_PROGRESS");
        assertThatThrownBy(() -> pass(backup)).isInstanceOf(Problem.Unavailable.class);

        pool.fail("takeSnapshot", "OTHER_OPERATION_IN_PROGRESS");
        pass(backup, Attempt.Last);

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("SnapshotFailed");
    }

    @Test
    void aDiskThatCannotBeTrackedIsReadWhole() {
        pool.fail("enableCbt", "SR_BACKEND_FAILURE_66");
        var backup = backup();
        finish(backup);

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(backup.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.None);
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void whatCannotBeRemovedIsSaidAndHoldsNothingUp() {
        var backup = backup();
        run(backup);
        agents.all(new AgentRun.Finished(done(backup, Protocol.NbdTls)));
        pool.fail("keepChangeMetadata", "PERMANENTLY_BROKEN");
        run(backup);

        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("CompletedWithWarnings");
        assertThat(backup.getStatus().warnings()).singleElement().asString().contains("tried again later");
    }

    /// A pod that vanished with its report may have committed the point: the next agent finds it.
    @Test
    void anAgentThatSaidNothingIsFollowedByOneThatDoes() {
        var backup = backup();
        run(backup);
        var order = agents.order("backup");
        agents.all(new AgentRun.Silent("The agent's pod is gone and left no report"));

        pass(backup);
        assertThat(agents.silences()).isEqualTo(1);
        assertThat(agents.count()).isZero();
        assertThat(Conditions.find(backup.getStatus().conditions(), Conditions.COMPLETE)
                        .orElseThrow()
                        .getMessage())
                .isEqualTo("Another agent finds out how it went: The agent's pod is gone and left no report.");
        run(backup);
        assertThat(agents.count()).isEqualTo(1);
        assertThat(agents.order("backup")).isEqualTo(order);

        agents.all(new AgentRun.Finished(done(backup, Protocol.NbdTls)));
        run(backup);
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Succeeded);
    }

    @Test
    void aDetourOverHttpIsWarnedOf() {
        var backup = backup();
        run(backup);
        agents.all(new AgentRun.Finished(done(backup, Protocol.Http)));
        run(backup);

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.SucceededWithWarnings);
        assertThat(backup.getStatus().warnings()).singleElement().asString().contains("over HTTP");
    }

    @Test
    void waitsForWhatIsNotReady() {
        var backup = backup();
        neighbours.put(Resources.storage(false));
        pass(backup);
        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("StorageNotReady");

        neighbours.put(Resources.hypervisor(true, true, 4));
        pass(backup);
        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("HypervisorNotReady");
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Pending);

        neighbours.put(Resources.storage(true));
        neighbours.put(Resources.hypervisor(true, false, 4));
        pass(backup);
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Preparing);
    }

    @Test
    void aSecondBackupOfTheVmWaitsForTheFirst() {
        var first = backup();
        run(first);
        var second = backup("web-2", "5a000000-0000-0000-0000-000000000002", Sample.spec());
        pass(second);

        assertThat(second.getStatus().phase()).isEqualTo(Phase.Queued);
        assertThat(Conditions.find(second.getStatus().conditions(), Conditions.COMPLETE)
                        .orElseThrow()
                        .getMessage())
                .isEqualTo("Waits for VmBackup web-1, which works on the same VM.");
    }

    @Test
    void reasonsOfOthersBecomeItsOwn() {
        for (var reason : dev.lifeboat.crds.XenHypervisorReason.values()) {
            assertThat(ErrorStatus.reason(reason)).isNotNull();
        }
        assertThat(ErrorStatus.reason(dev.lifeboat.crds.XenHypervisorReason.NotReachable))
                .isEqualTo(VmBackupReason.PoolUnreachable);
    }
}
