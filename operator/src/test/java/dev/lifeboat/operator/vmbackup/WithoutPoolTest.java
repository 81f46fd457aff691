package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Backups whose XenHypervisor was deleted under them, or was created anew a moment ago.
class WithoutPoolTest {
    private final Life life = new Life();

    @ParameterizedTest
    @MethodSource
    void whateverEndsABackupThenItSaysThatItsSnapshotStays(AgentRun ended) {
        var step = VmBackupPlan.next(
                Requests.snapshotted(Specs.spec()), new Observed.WithoutPool(ended, "It is gone."), Sample.NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Fail.class,
                        fail -> assertThat(fail.message())
                                .endsWith(". It is gone. The snapshot of this backup may still be on the pool; it is"
                                        + " removed when a XenHypervisor of that pool is there again."));
    }

    static Stream<AgentRun> whateverEndsABackupThenItSaysThatItsSnapshotStays() {
        return Stream.of(
                new AgentRun.Died("The agent exited with code 1 and left no report", false),
                new AgentRun.Silent("The agent's pod is gone and left no report"),
                new AgentRun.Finished(Sample.failure(FailureReason.StorageNotWritable)),
                new AgentRun.Finished(new DeletionReport(Sample.UID, true)));
    }

    @Test
    void soDoesACancel() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        life.stopAgent(backup);
        var hypervisor = life.neighbours.hypervisorOf(backup).orElseThrow();
        life.neighbours.remove(hypervisor);
        backup.setSpec(Specs.cancelled(Specs.spec()));
        life.pass(backup);

        assertThat(Life.condition(backup, Conditions.FAILED).getMessage())
                .startsWith("Cancelled by spec.cancel; there is no recovery point. XenHypervisor pool of"
                        + " spec.source.hypervisorRef does not exist; create it again.")
                .contains("The snapshot of this backup may still be on the pool");
    }

    @Test
    void oneThatHadNotFoundItsVmYetLeftNothingThere() {
        var step = VmBackupPlan.next(
                Requests.started(Specs.cancelled(Specs.spec())),
                new Observed.WithoutPool(new AgentRun.Absent(), "It is gone."),
                Sample.NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Fail.class,
                        fail -> assertThat(fail.message())
                                .isEqualTo("Cancelled by spec.cancel; there is no recovery point."));
    }

    @Test
    void aPoolThatWasNotLookedAtYetIsWaitedForEvenByACancel() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        life.stopAgent(backup);
        var known = life.neighbours.hypervisorOf(backup).orElseThrow();
        var anew = Resources.hypervisor(true, false, 4);
        anew.setStatus(null);
        life.neighbours.put(anew);
        backup.setSpec(Specs.cancelled(Specs.spec()));
        life.pass(backup);

        assertThat(Contenders.finished(backup.getStatus())).isFalse();
        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("HypervisorNotReady");
        assertThat(Life.condition(backup, Conditions.COMPLETE).getMessage())
                .contains("XenHypervisor pool of spec.source.hypervisorRef was not looked at yet");

        life.neighbours.put(known);
        life.pass(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("Cancelled");
        assertThat(life.pool.snapshots()).isEmpty();
    }

    @Test
    void oneThatGoesBetweenLookingAndActingIsNamed() {
        var means = Resources.means(new FakeAgents(), new FakePool(), Clock.fixed(Sample.NOW, ZoneOffset.UTC));
        var fail = VmBackupPlan.next(
                Requests.snapshotted(Specs.cancelled(Specs.spec())), Seen.onPool(Seen.withSnapshot()), Sample.NOW);

        assertThatThrownBy(() -> new VmBackupSteps(new FakeNeighbours(), means)
                        .perform(life.backup(Specs.spec()), fail, Attempt.First))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("XenHypervisor pool was deleted a moment ago; create it again.");
    }
}
