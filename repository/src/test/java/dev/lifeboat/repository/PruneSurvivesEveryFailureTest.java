package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.prune.PruneProgress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The store fails at each single call of a prune that deletes, names, purges, compacts and tidies; once, or for ever,
/// which is the same as the process stopping there.
class PruneSurvivesEveryFailureTest {

    private static final PruneWorld BUSY = PruneScenes.busy();

    private static final PointId TRASHED = new PointId("trashed");

    private static final PointId SECOND = new PointId("second");

    static Stream<Arguments> failures() {
        return Stream.of(Failure.values())
                .flatMap(failure -> Stream.of(Then.values()).map(then -> Arguments.of(failure, then)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void ofAPruneEveryPointRestoresAndTheNextOneReclaimsTheRest(Failure failure, Then then) {
        long reference = storedAfterwards(BUSY.copy());
        Consumer<ObjectStore> prune = store -> prune(BUSY, store);
        for (int call = 0; call < calls(prune); call++) {
            var world = BUSY.copy();
            var failing = new FailingObjectStore(world.store, call, failure, then);

            var thrown = catchThrowable(() -> prune(world, failing));

            assertThat(thrown)
                    .satisfiesAnyOf(
                            e -> assertThat(e).isNull(), e -> assertThat(e).isInstanceOf(RepositoryException.class));
            world.assertAllPointsRestore();
            assertThereOrInTheTrash(world, TRASHED);
            assertThat(storedAfterwards(world)).as("call %d", call).isLessThanOrEqualTo(reference + reference / 20);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void ofADeletionThePointIsThereOrInTheTrash(Failure failure, Then then) {
        Consumer<ObjectStore> delete = store -> repository(BUSY, store).deletePoint(Fixtures.VM, SECOND);
        for (int call = 0; call < calls(delete); call++) {
            var world = BUSY.copy();
            var failing = new FailingObjectStore(world.store, call, failure, then);

            catchThrowable(() -> repository(world, failing).deletePoint(Fixtures.VM, SECOND));

            assertThereOrInTheTrash(world, SECOND);
            world.repository().deletePoint(Fixtures.VM, SECOND);
            assertThat(world.repository().undelete(Fixtures.VM, SECOND)).isPresent();
            world.pruneToTheEnd();
            world.assertAllPointsRestore();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void ofAnUndeletionThePointIsThereOrInTheTrash(Failure failure, Then then) {
        Consumer<ObjectStore> undelete = store -> repository(BUSY, store).undelete(Fixtures.VM, TRASHED);
        for (int call = 0; call < calls(undelete); call++) {
            var world = BUSY.copy();
            var failing = new FailingObjectStore(world.store, call, failure, then);

            catchThrowable(() -> repository(world, failing).undelete(Fixtures.VM, TRASHED));

            assertThereOrInTheTrash(world, TRASHED);
            assertThat(world.repository().undelete(Fixtures.VM, TRASHED)).isPresent();
            world.expected.put("trashed", PruneWorld.noise(60, 9));
            world.pruneToTheEnd();
            world.assertAllPointsRestore();
        }
    }

    @Test
    void theSceneHasSomethingOfEverything() {
        var world = BUSY.copy();

        var report = world.prune(PruneScenes.compacting());

        assertThat(report.compacted().packs()).isPositive();
        assertThat(report.deleted().packs()).isPositive();
        assertThat(report.trashed().packs()).isPositive();
        assertThat(report.purgedPoints()).isPositive();
        assertThat(report.tidied().sessions()).isPositive();
        assertThat(report.tidied().segments() + report.tidied().rewrittenSegments())
                .isPositive();
        assertThat(calls(store -> prune(BUSY, store))).isGreaterThan(60);
    }

    private static void assertThereOrInTheTrash(PruneWorld world, PointId point) {
        var repository = world.repository();
        assertThat(repository.find(Fixtures.VM, point).isPresent()
                        || repository.trash().stream()
                                .anyMatch(trashed -> trashed.point().id().equals(point)))
                .isTrue();
    }

    private static Repository repository(PruneWorld world, ObjectStore through) {
        return world.repository(through);
    }

    private static void prune(PruneWorld world, ObjectStore through) {
        repository(world, through).prune(PruneScenes.compacting(), PruneProgress.silent());
    }

    /// How many calls it takes if nothing fails.
    private static int calls(Consumer<ObjectStore> action) {
        var world = BUSY.copy();
        var counting = new FailingObjectStore(world.store, Integer.MAX_VALUE, Failure.BEFORE, Then.STOP);
        action.accept(counting);
        return counting.calls();
    }

    /// Prunes until nothing is left to do, and looks that this is so.
    private static long storedAfterwards(PruneWorld world) {
        world.clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            world.prune(PruneScenes.compacting());
            world.clock.advance(PruneWorld.POINT_GRACE);
        }
        world.assertAllPointsRestore();
        assertThat(List.of("trash/", "sessions/", "probe/"))
                .allSatisfy(prefix -> assertThat(world.keys(prefix)).isEmpty());
        return world.repository().usage().storedBytes();
    }
}
