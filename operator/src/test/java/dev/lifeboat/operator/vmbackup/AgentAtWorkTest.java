package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.agent.AgentRun;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What follows from how an agent stands.
class AgentAtWorkTest {
    @Test
    void followsTheAgent() {
        var progress = new Progress(Sample.UID, Progress.Phase.Transferring, 1, 2, 3, OptionalLong.empty(), List.of());
        var running = new Observed.AgentAtWork(new AgentRun.Running(Optional.of(progress)), false);
        assertThat(VmBackupPlan.next(Requests.snapshotted(Specs.spec()), running, Sample.NOW))
                .isEqualTo(new Step.Follow(Optional.of(progress), "An agent reads the disks."));
    }

    @Test
    void saysWhatAPendingPodWaitsFor() {
        var pending = new Observed.AgentAtWork(new AgentRun.Pending(Optional.of("FailedMount: no such claim")), false);
        assertThat(VmBackupPlan.next(Requests.snapshotted(Specs.spec()), pending, Sample.NOW))
                .isEqualTo(new Step.Follow(Optional.empty(), "Waits for the agent's pod: FailedMount: no such claim"));
    }

    @Test
    void aRunningAgentIsStoppedBeforeAnythingIsTakenAway() {
        var running = new Observed.AgentAtWork(new AgentRun.Running(Optional.empty()), false);
        assertThat(VmBackupPlan.next(Requests.snapshotted(Specs.cancelled(Specs.spec())), running, Sample.NOW))
                .isEqualTo(new Step.StopAgent(
                        VmBackupReason.Cancelling, "Cancelled by spec.cancel; the agent was told to stop."));
    }

    @Test
    void anEvictedAgentIsReplaced() {
        var step = VmBackupPlan.next(
                Requests.snapshotted(Specs.spec()),
                Seen.ended(Sample.failure(FailureReason.Cancelled), Seen.withSnapshot()),
                Sample.NOW);
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.StopAgent.class, stop -> assertThat(stop.reason()).isEqualTo(VmBackupReason.Transferring));
    }

    @Test
    void aCommittedPointIsFinishedEvenIfACancelComesThen() {
        var step = VmBackupPlan.next(
                Requests.snapshotted(Specs.cancelled(Specs.spec())),
                Seen.ended(Sample.report(), Seen.withSnapshot()),
                Sample.NOW);
        assertThat(step).isInstanceOf(Step.Finish.class);
    }
}
