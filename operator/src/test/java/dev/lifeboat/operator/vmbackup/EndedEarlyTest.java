package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Backups that are cancelled, or take too long, after any number of passes: nothing of them stays.
class EndedEarlyTest {
    private final Life life = new Life();
    private final VmBackup backup = life.backup(Specs.spec());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aCancelAfterSoManyPassesLeavesNothing(int passes) {
        passes(passes);

        backup.setSpec(Specs.cancelled(Specs.spec()));
        untilFinished();

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelled);
        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("Cancelled");
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aLimitThatIsOverAfterSoManyPassesLeavesNothing(int passes) {
        backup.setSpec(limited());
        passes(passes);

        life.goesBy(Duration.ofHours(2));
        untilFinished();

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Failed);
        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("TimedOut");
        assertThat(Conditions.find(backup.getStatus().conditions(), Conditions.FAILED)
                        .orElseThrow()
                        .getMessage())
                .contains("2h");
        nothingIsLeft();
    }

    @Test
    void aCancelStopsTheAgentAndCleansUp() {
        life.run(backup);
        life.agents.all(new AgentRun.Running(Optional.empty()));
        backup.setSpec(Specs.cancelled(Specs.spec()));

        life.pass(backup);
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelling);
        life.agents.lingering(true);
        life.pass(backup);
        assertThat(life.pool.snapshots()).hasSize(1);
        life.agents.lingering(false);
        life.pass(backup);

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelled);
        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis()).isEmpty();
    }

    @Test
    void theLimitCountsFromTheStartAndNotFromTheQueue() {
        backup.setSpec(limited());
        life.neighbours.put(Resources.storage(false));
        life.pass(backup);
        life.goesBy(Duration.ofHours(3));

        life.neighbours.put(Resources.storage(true));
        passes(3);

        assertThat(Contenders.finished(backup.getStatus())).isFalse();
    }

    @Test
    void aPointThatIsCommittedIsKeptHoweverLate() {
        backup.setSpec(limited());
        passes(5);
        life.agents.all(new AgentRun.Finished(Sample.report()));
        life.goesBy(Duration.ofHours(5));

        untilFinished();

        assertThat(Conditions.isTrue(backup.getStatus().conditions(), Conditions.COMPLETE))
                .isTrue();
    }

    @Test
    void aSnapshotThatAnOperatorBeganWhoEndedIsWaitedForAndRemoved() {
        passes(2);
        life.pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of("snapshot")));
        backup.setSpec(Specs.cancelled(Specs.spec()));

        life.pass(backup);
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelling);
        life.pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of()));
        life.pool.put(Sample.unmarkedSnapshot());
        untilFinished();

        nothingIsLeft();
    }

    @Test
    void noSecondSnapshotIsTakenWhileOneIsUnderWay() {
        passes(2);
        life.pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of("snapshot")));

        passes(3);

        assertThat(life.pool.log()).doesNotContain("takeSnapshot");
    }

    @Test
    void aSnapshotWithNoMoreThanItsNameGoesAfterASuccessToo() {
        passes(5);
        life.pool.put(Sample.unmarkedSnapshot());
        life.agents.all(new AgentRun.Finished(Sample.report()));

        untilFinished();

        assertThat(life.pool.snapshots()).isEmpty();
    }

    @Test
    void anAgentThatFailsAfterTheCancelChangesNothing() {
        passes(5);
        backup.setSpec(Specs.cancelled(Specs.spec()));
        life.agents.all(
                new AgentRun.Finished(new FailureReport(Sample.UID, FailureReason.Cancelled, "It was told to.")));

        untilFinished();

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("Cancelled");
        assertThat(life.pool.snapshots()).isEmpty();
    }

    private static VmBackupSpec limited() {
        return Specs.limited(Specs.spec(), "2h");
    }

    private void nothingIsLeft() {
        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis()).isEmpty();
        assertThat(life.agents.gone(Resources.NAMESPACE, BackupAgents.reading(backup)))
                .isTrue();
        assertThat(Optional.ofNullable(backup.getStatus().snapshot())
                        .map(snapshot -> snapshot.kind().name()))
                .isIn(Optional.empty(), Optional.of("None"));
    }

    private void passes(int count) {
        for (int pass = 0; pass < count; pass++) {
            life.pass(backup);
        }
    }

    private void untilFinished() {
        for (int pass = 0; pass < 20 && !Contenders.finished(backup.getStatus()); pass++) {
            life.pass(backup);
        }
        assertThat(Contenders.finished(backup.getStatus())).isTrue();
    }
}
