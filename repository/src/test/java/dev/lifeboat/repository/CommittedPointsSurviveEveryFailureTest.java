package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryPolicy;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The store fails at each single call of a scenario: a full and an incremental backup of a machine with two
/// disks, a page border and several packs in each.
class CommittedPointsSurviveEveryFailureTest {

    /// What the two disks held at each point.
    private static final Map<String, List<ModelDisk>> STATES = states();

    private static final int CALLS = callsOfTheScenario();

    @ParameterizedTest
    @EnumSource(Failure.class)
    void whenTheProcessStops(Failure failure) {
        for (int call = 0; call < CALLS; call++) {
            int failingAt = call;
            var store = new InMemoryObjectStore();
            var committed = new HashSet<String>();

            var thrown = catchThrowable(
                    () -> runOn(new FailingObjectStore(store, failingAt, failure, Then.STOP), committed));

            assertThat(thrown)
                    .as("call %d", call)
                    .satisfiesAnyOf(
                            e -> assertThat(e).isNull(), e -> assertThat(e).isInstanceOf(RepositoryException.class));
            assertAllCommittedPointsRestore(store, committed, call);
            runOn(store, committed);
            assertThat(assertAllCommittedPointsRestore(store, committed, call)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aSingleFailureIsRetriedAndNothingIsLost(Failure failure) {
        for (int call = 0; call < CALLS; call++) {
            var store = new InMemoryObjectStore();
            var committed = new HashSet<String>();

            runOn(retrying(new FailingObjectStore(store, call, failure, Then.GO_ON)), committed);

            assertThat(assertAllCommittedPointsRestore(store, committed, call)).isEqualTo(2);
        }
    }

    @Test
    void theScenarioCrossesPackAndPageBorders() {
        var store = new InMemoryObjectStore();
        runOn(store, new HashSet<>());

        assertThat(store.listAll("packs/")).hasSizeGreaterThan(4);
        assertThat(CALLS).isGreaterThan(20);
    }

    private static ObjectStore retrying(ObjectStore store) {
        var policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1));
        return new RetryingObjectStore(store, policy, () -> new Random(1), delay -> {});
    }

    /// @param committed gets the name of each point whose commit has returned
    private static void runOn(ObjectStore store, Set<String> committed) {
        var repository = Repository.openOrCreate(store, Fixtures.OPTIONS, Fixtures.TUNING);
        var full = backUp(repository, "full", List.of(), committed);
        backUp(repository, "incremental", full, committed);
    }

    private static List<DiskImage> backUp(
            Repository repository, String point, List<DiskImage> base, Set<String> committed) {
        var random = new Random(3);
        try (var session = repository.startBackup(Fixtures.header(point))) {
            var states = STATES.get(point);
            var first = session.disk(
                    Fixtures.disk("0", states.get(0).sizeBytes()), base.stream().findFirst());
            var second = session.disk(
                    Fixtures.disk("1", states.get(1).sizeBytes()),
                    base.stream().skip(1).findFirst());
            if (base.isEmpty()) {
                states.get(0).writeAll(first, random);
                states.get(1).writeAll(second, random);
            } else {
                states.get(0).write(first, 3, 40, random);
                states.get(1).write(second, 120, 20, random);
            }
            var disks = session.commit(List.of(first.finish(), second.finish())).disks();
            committed.add(point);
            return disks;
        }
    }

    private static Map<String, List<ModelDisk>> states() {
        var random = new Random(5);
        var first = new ModelDisk(200_000);
        var second = new ModelDisk(90_001);
        first.change(0, 1000, random);
        second.change(0, 1000, random);
        var changedFirst = first.copy();
        var changedSecond = second.copy();
        changedFirst.change(3, 40, random);
        changedSecond.change(120, 20, random);
        return Map.of("full", List.of(first, second), "incremental", List.of(changedFirst, changedSecond));
    }

    private static int callsOfTheScenario() {
        var counting = new FailingObjectStore(new InMemoryObjectStore(), Integer.MAX_VALUE, Failure.BEFORE, Then.STOP);
        runOn(counting, new HashSet<>());
        return counting.calls();
    }

    /// Returns how many there are: a commit whose answer was lost may have made one more than is known of.
    private static int assertAllCommittedPointsRestore(ObjectStore store, Set<String> committed, int call) {
        if (committed.isEmpty() && catchThrowable(() -> Repository.open(store)) != null) {
            return 0;
        }
        var repository = Repository.open(store);
        var points = repository.points();
        assertThat(points)
                .as("points after call %d", call)
                .extracting(point -> point.id().value())
                .containsAll(committed);
        for (var point : points) {
            for (int disk = 0; disk < 2; disk++) {
                STATES.get(point.id().value())
                        .get(disk)
                        .assertEqualTo(repository.reader(point.disks().get(disk)), new Random(call));
            }
        }
        return points.size();
    }
}
