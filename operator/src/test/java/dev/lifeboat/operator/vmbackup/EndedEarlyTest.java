package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.status.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Backups that are cancelled, or take too long, after any number of passes: nothing of them stays.
class EndedEarlyTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Sample.NOW);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final VmBackupObserver observer = new VmBackupObserver(neighbours, Resources.means(agents, pool, clock));
    private final VmBackupSteps steps = new VmBackupSteps(neighbours, Resources.means(agents, pool, clock));
    private final VmBackup backup = new VmBackup();

    @BeforeEach
    void aPoolWithAVm() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        neighbours.put(Resources.storage(true));
        pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of()));
        backup.setMetadata(Resources.meta("web-1", Sample.UID, "2026-03-01T01:00:00Z"));
        neighbours.put(backup);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aCancelAfterSoManyPassesLeavesNothing(int passes) {
        backup.setSpec(Sample.spec());
        passes(passes);

        backup.setSpec(Sample.cancelled(Sample.spec()));
        untilFinished();

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelled);
        assertThat(failure()).isEqualTo("Cancelled");
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aLimitThatIsOverAfterSoManyPassesLeavesNothing(int passes) {
        backup.setSpec(limited());
        passes(passes);

        now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
        untilFinished();

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Failed);
        assertThat(failure()).isEqualTo("TimedOut");
        assertThat(Conditions.find(backup.getStatus().conditions(), Conditions.FAILED)
                        .orElseThrow()
                        .getMessage())
                .contains("2h");
        nothingIsLeft();
    }

    @Test
    void theLimitCountsFromTheStartAndNotFromTheQueue() {
        backup.setSpec(limited());
        neighbours.put(Resources.storage(false));
        pass();
        now.updateAndGet(time -> time.plus(Duration.ofHours(3)));

        neighbours.put(Resources.storage(true));
        passes(3);

        assertThat(Contenders.finished(backup.getStatus())).isFalse();
    }

    @Test
    void aPointThatIsCommittedIsKeptHoweverLate() {
        backup.setSpec(limited());
        passes(5);
        agents.all(new AgentRun.Finished(Sample.report()));
        now.updateAndGet(time -> time.plus(Duration.ofHours(5)));

        untilFinished();

        assertThat(Conditions.isTrue(backup.getStatus().conditions(), Conditions.COMPLETE))
                .isTrue();
    }

    @Test
    void aSnapshotThatAnOperatorBeganWhoEndedIsWaitedForAndRemoved() {
        backup.setSpec(Sample.spec());
        passes(2);
        pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of("snapshot")));
        backup.setSpec(Sample.cancelled(Sample.spec()));

        pass();
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Cancelling);
        pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of()));
        pool.put(Sample.unmarkedSnapshot());
        untilFinished();

        nothingIsLeft();
    }

    @Test
    void noSecondSnapshotIsTakenWhileOneIsUnderWay() {
        backup.setSpec(Sample.spec());
        passes(2);
        pool.put(Sample.vm(List.of(Sample.disk(false)), Set.of("snapshot")));

        passes(3);

        assertThat(pool.log()).doesNotContain("takeSnapshot");
    }

    @Test
    void aSnapshotWithNoMoreThanItsNameGoesAfterASuccessToo() {
        backup.setSpec(Sample.spec());
        passes(5);
        pool.put(Sample.unmarkedSnapshot());
        agents.all(new AgentRun.Finished(Sample.report()));

        untilFinished();

        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void anAgentThatFailsAfterTheCancelChangesNothing() {
        backup.setSpec(Sample.spec());
        passes(5);
        backup.setSpec(Sample.cancelled(Sample.spec()));
        agents.all(new AgentRun.Finished(new FailureReport(Sample.UID, FailureReason.Cancelled, "It was told to.")));

        untilFinished();

        assertThat(failure()).isEqualTo("Cancelled");
        assertThat(pool.snapshots()).isEmpty();
    }

    private static VmBackupSpec limited() {
        return Sample.limited(Sample.spec(), "2h");
    }

    private void pass() {
        var request = Request.of(backup, clock.instant());
        backup.setStatus(steps.perform(backup, VmBackupPlan.next(request, observer.observe(backup)), Attempt.First)
                .status());
    }

    private void passes(int count) {
        for (int pass = 0; pass < count; pass++) {
            pass();
        }
    }

    private void untilFinished() {
        for (int pass = 0; pass < 20 && !Contenders.finished(backup.getStatus()); pass++) {
            pass();
        }
        assertThat(Contenders.finished(backup.getStatus())).isTrue();
    }

    private String failure() {
        return Conditions.find(backup.getStatus().conditions(), Conditions.FAILED)
                .orElseThrow()
                .getReason();
    }

    private void nothingIsLeft() {
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis()).isEmpty();
        assertThat(agents.gone(Resources.NAMESPACE, VmBackupSteps.agent(backup)))
                .isTrue();
        assertThat(Optional.ofNullable(backup.getStatus().snapshot())
                        .map(snapshot -> snapshot.kind().name()))
                .isIn(Optional.empty(), Optional.of("None"));
    }
}
