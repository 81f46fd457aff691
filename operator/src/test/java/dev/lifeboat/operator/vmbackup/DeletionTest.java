package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.access.Namespaces;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.status.Attempt;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a deleted backup takes away from the pool, and what it does not wait for.
class DeletionTest {
    private static final String DELETED_AT = "2026-03-01T03:00:00Z";

    private final Clock clock = Clock.fixed(Instant.parse(DELETED_AT), ZoneOffset.UTC);
    private final FakePool pool = new FakePool();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Means means = Resources.means(new FakeAgents(), pool, clock);
    private final VmBackup backup = new VmBackup();

    @BeforeEach
    void aBackupBeforeItsSnapshotWasWrittenDown() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        neighbours.put(Resources.storage(true));
        pool.put(Sample.vm());
        backup.setMetadata(Resources.meta("web-1", Sample.UID, "2026-03-01T01:00:00Z"));
        backup.getMetadata().setDeletionTimestamp(DELETED_AT);
        backup.setSpec(Specs.spec());
        backup.setStatus(Requests.status(true, false));
    }

    @Test
    void aSnapshotThatNoStatusTellsOfIsFoundByItsMarkers() {
        pool.put(Sample.snapshot());

        assertThat(pass(means)).isInstanceOf(DeletionStep.Release.class);

        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void aSnapshotThatWasNotMarkedYetIsFoundByItsName() {
        pool.put(Sample.unmarkedSnapshot());

        assertThat(pass(means)).isInstanceOf(DeletionStep.Release.class);

        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void aSnapshotThatIsBeingTakenIsWaitedFor() {
        pool.put(Sample.vm(List.of(Sample.disk(true)), Set.of("snapshot")));

        assertThat(pass(means)).isInstanceOf(DeletionStep.Wait.class);
    }

    @Test
    void aSnapshotThatHangsIsNotWaitedForForEver() {
        pool.put(Sample.vm(List.of(Sample.disk(true)), Set.of("snapshot")));
        var later = Resources.means(new FakeAgents(), pool, Clock.offset(clock, Duration.ofMinutes(11)));

        assertThat(pass(later)).isInstanceOf(DeletionStep.Release.class);
    }

    @Test
    void aSuspendedPoolIsCleanedUp() {
        pool.put(Sample.snapshot());
        neighbours.put(Resources.suspended());

        pass(means);

        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void aPoolOutOfReachIsLeftToTheJanitor() {
        pool.put(Sample.snapshot());
        neighbours.put(Resources.hypervisor(false, false, 4));

        assertThat(pass(means)).isInstanceOf(DeletionStep.Release.class);

        assertThat(pool.log()).isEmpty();
    }

    @Test
    void aNamespaceThatGoesIsCleanedUpAfterAsFarAsPossibleAndHeldUpByNothing() {
        pool.put(Sample.snapshot());
        pool.fail("destroySnapshot", "VDI_IN_USE");

        assertThat(pass(terminating())).isInstanceOf(DeletionStep.Release.class);
        assertThat(pool.snapshots()).hasSize(1);
        assertThat(pass(terminating())).isInstanceOf(DeletionStep.Release.class);
        assertThat(pool.snapshots()).isEmpty();
    }

    /// Its resources go in any order.
    @Test
    void aPoolWhoseXenHypervisorWentFirstIsCleanedWithTheSessionThatIsOpen() {
        pool.put(Sample.snapshot());
        pass(new FakeNeighbours(), terminating());

        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void aBaseStaysWholeUntilTheBackupThatReadsWhatChangedSinceIsOver() {
        pool.put(Sample.snapshot());
        var next = successor("point-1");
        neighbours.put(next);

        assertThat(pass(means)).isInstanceOf(DeletionStep.Wait.class);
        assertThat(pool.snapshots()).hasSize(1);
        assertThat(pool.log()).isEmpty();

        next.setStatus(Requests.finished(List.of(Requests.met("Complete")), "FirstBackup"));
        assertThat(pass(means)).isInstanceOf(DeletionStep.Release.class);
        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void aBackupThatReadsAllOfTheVmHoldsNothingUpAndNeitherDoesOneThatGoesItself() {
        neighbours.put(successor(null));
        assertThat(pass(means)).isInstanceOf(DeletionStep.Release.class);

        var going = successor("point-1");
        going.getMetadata().setDeletionTimestamp(DELETED_AT);
        neighbours.put(going);
        assertThat(pass(means)).isInstanceOf(DeletionStep.Release.class);
    }

    @Test
    void theConditionSaysWhatStandsInTheWayAndNothingWhereItOnlyTakesAMoment() {
        var draft = new StatusDraft(backup, clock);

        backup.setStatus(draft.deleting(VmBackupReason.InUseByRestore, "VmRestore back reads the data."));
        assertThat(Life.condition(backup, "DeletionBlocked"))
                .extracting(Condition::getStatus, Condition::getReason)
                .containsExactly("True", "InUseByRestore");
        backup.setStatus(draft.deleting(VmBackupReason.Deleting, "An agent removes the data."));
        assertThat(Life.condition(backup, "DeletionBlocked"))
                .extracting(Condition::getStatus, Condition::getReason)
                .containsExactly("False", "Deleting");
    }

    private static VmBackup successor(@Nullable String base) {
        var next = new VmBackup();
        next.setMetadata(Resources.meta("web-2", "5a000000-0000-0000-0000-00000000ffff", "2026-03-01T02:00:00Z"));
        next.setSpec(Specs.spec());
        next.setStatus(Requests.reading(base));
        return next;
    }

    private Means terminating() {
        var namespaces = new Namespaces() {
            @Override
            public String uid(String name) {
                return Resources.NAMESPACE_UID;
            }

            @Override
            public boolean terminating(String name) {
                return true;
            }
        };
        return new Means(means.agents(), means.access(), means.pools(), namespaces, clock);
    }

    private DeletionStep pass(Means with) {
        return pass(neighbours, with);
    }

    private DeletionStep pass(Neighbours around, Means with) {
        var step = DeletionPlan.next(new DeletionObserver(around, with).observe(backup));
        new DeletionSteps(around, with).perform(backup, step, Attempt.First);
        return step;
    }
}
