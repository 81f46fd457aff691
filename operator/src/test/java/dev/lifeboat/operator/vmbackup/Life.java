package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.status.Attempt;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// A pool with the sample VM, a storage and the policy `gold`, all ready, and agents that do what a test says. Backups
/// go through it pass after pass, as the reconciler leads them.
final class Life {
    static final String SECOND_UID = "5a000000-0000-0000-0000-000000000002";

    final FakePool pool = new FakePool();
    final FakeAgents agents = new FakeAgents();
    final FakeNeighbours neighbours = new FakeNeighbours();

    private final AtomicReference<Instant> now = new AtomicReference<>(Sample.NOW);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final Means means = Resources.means(agents, pool, clock);
    private final VmBackupObserver observer = new VmBackupObserver(neighbours, means);
    private final VmBackupSteps steps = new VmBackupSteps(neighbours, means);

    Life() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        neighbours.put(Resources.storage(true));
        neighbours.put(Gold.policy());
        pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of()));
    }

    void goesBy(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    VmBackup backup(VmBackupSpec spec) {
        return backup("web-1", Sample.UID, spec);
    }

    VmBackup second(VmBackupSpec spec) {
        return backup("web-2", SECOND_UID, spec);
    }

    VmBackup backup(String name, String uid, VmBackupSpec spec) {
        var backup = new VmBackup();
        backup.setMetadata(Resources.meta(name, uid, "2026-03-01T01:00:00Z"));
        backup.setSpec(spec);
        neighbours.put(backup);
        return backup;
    }

    Done pass(VmBackup backup) {
        return pass(backup, Attempt.First);
    }

    Done pass(VmBackup backup, Attempt attempt) {
        var step = VmBackupPlan.next(Request.of(backup), observer.observe(backup), clock.instant());
        var done = steps.perform(backup, step, attempt);
        backup.setStatus(done.status());
        return done;
    }

    /// Until it has to wait for something that is not ours.
    void run(VmBackup backup) {
        for (int passes = 0; passes < 20; passes++) {
            if (!pass(backup).next().equals(Optional.of(Done.AT_ONCE))) {
                return;
            }
        }
        throw new AssertionError("It goes in circles: " + backup.getStatus());
    }

    /// With an agent that ends so.
    void run(VmBackup backup, Report report) {
        run(backup);
        agents.all(new AgentRun.Finished(report));
        run(backup);
    }

    /// With an agent that does as it was told.
    void finish(VmBackup backup) {
        run(backup);
        run(backup, done(Protocol.NbdTls));
        assertThat(Contenders.finished(backup.getStatus())).isTrue();
        stopAgent(backup);
    }

    void stopAgent(VmBackup backup) {
        agents.stop(Resources.NAMESPACE, BackupAgents.reading(backup));
    }

    BackupOrder order() {
        return (BackupOrder) agents.order("backup");
    }

    /// What an agent reports that read each disk as its order says.
    BackupReport done(Protocol protocol) {
        var full = order().disks().getFirst().read() instanceof DiskRead.All(var reason)
                ? Optional.of(reason)
                : Optional.<FullReason>empty();
        return Sample.report(Sample.diskReport(protocol, full));
    }

    static Condition condition(VmBackup backup, String type) {
        return Conditions.find(
                        Optional.ofNullable(backup.getStatus().conditions()).orElseThrow(), type)
                .orElseThrow();
    }

    static String reason(VmBackup backup, String type) {
        return condition(backup, type).getReason();
    }
}
