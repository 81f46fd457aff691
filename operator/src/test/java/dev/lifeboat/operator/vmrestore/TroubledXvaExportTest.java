package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Attempt;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An export that does not get on: what becomes of its agent, and what the status says.
class TroubledXvaExportTest {
    private final RestoreLife life = new RestoreLife();

    @ParameterizedTest
    @CsvSource({
        "TargetExists, TargetExists",
        "StorageNotWritable, StorageUnavailable",
        "PointMissing, PointMissing",
        "RepositoryDamaged, RepositoryDamaged"
    })
    void aFailureIsToldWithItsReason(FailureReason failure, String reason) {
        var restore = Exported.export(Exported.ALLOWED, false);
        life.run(restore);
        life.agents.all(new AgentRun.Finished(new FailureReport(Restores.UID, failure, "It went wrong.")));
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.FAILED)).isEqualTo(reason);
        assertThat(RestoreLife.message(restore, Conditions.FAILED)).isEqualTo("It went wrong.");
        assertThat(restore.getStatus().export()).isNull();
        assertThat(life.pool.log()).isEmpty();
    }

    @Test
    void anAnswerToAnotherOrderIsNoExport() {
        var restore = Exported.export(Exported.ALLOWED, false);
        life.run(restore);
        life.agents.all(new AgentRun.Finished(new DeletionReport(Restores.UID, true)));
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.FAILED)).isEqualTo("InternalError");
    }

    @Test
    void aCancelStopsTheAgentAndComesTooLateOnceTheObjectIsThere() {
        var early = Exported.export(Exported.ALLOWED, false);
        life.run(early);
        life.agents.all(new AgentRun.Running(Optional.empty()));
        early.setSpec(Exported.export(Exported.ALLOWED, true).getSpec());
        life.pass(early);
        assertThat(early.getStatus().phase()).isEqualTo(Phase.Cancelling);
        life.pass(early);
        assertThat(early.getStatus().phase()).isEqualTo(Phase.Cancelled);

        var late = Exported.export(Exported.ALLOWED, false);
        life.run(late);
        life.agents.all(new AgentRun.Finished(Exported.WRITTEN));
        late.setSpec(Exported.export(Exported.ALLOWED, true).getSpec());
        life.run(late);
        assertThat(late.getStatus().phase()).isEqualTo(Phase.Succeeded);
    }

    @Test
    void anEvictedPodIsFollowedByAnotherAndASilentOneToo() {
        var restore = Exported.export(Exported.ALLOWED, false);
        life.run(restore);
        life.agents.all(
                new AgentRun.Finished(new FailureReport(Restores.UID, FailureReason.Cancelled, "Ended by a signal.")));
        life.pass(restore);
        assertThat(life.agents.count()).isZero();
        life.run(restore);
        assertThat(life.agents.count()).isOne();

        life.agents.all(new AgentRun.Silent("It left no report"));
        life.pass(restore);
        assertThat(life.agents.silences()).isOne();
        life.run(restore);
        assertThat(life.agents.count()).isOne();
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Transferring);
    }

    @Test
    void whatIsDeletedHalfWayStopsItsAgentAndHasNothingOnAnyPool() {
        var restore = Exported.export(Exported.ALLOWED, false);
        life.run(restore);
        var undo = new Undo(life.neighbours, life.means);

        assertThat(undo.agentGone(restore)).isFalse();
        assertThat(undo.agentGone(restore)).isTrue();
        assertThat(undo.destroyVm(restore, Attempt.First)).isEmpty();
        assertThat(life.pool.log()).isEmpty();
    }

    @Test
    void aStorageThatIsNotReadyIsWaitedFor() {
        life.neighbours.put(Resources.storage(false));
        var restore = Exported.export(Exported.ALLOWED, false);
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.COMPLETE)).isEqualTo("StorageNotReady");
    }
}
