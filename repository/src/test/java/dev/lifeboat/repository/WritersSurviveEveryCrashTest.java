package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.SmallAgent.Job;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.PointId;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The process stops before or after each single call of the store, in a full backup, an incremental one, and in
/// the writers that go on with them: the next writer of the same order finishes, what it repeats is bounded, and
/// every committed point restores byte for byte.
class WritersSurviveEveryCrashTest {

    private static final int STEP = 12;
    private static final int MANY = 1000;
    private static final BitSet CHANGED = changed();
    private static final List<ModelDisk> FULL = List.of(disk(1, 130_001), disk(2, 50_000));
    private static final List<ModelDisk> LATER =
            FULL.stream().map(WritersSurviveEveryCrashTest::later).toList();

    private final ManualTimes times = new ManualTimes();

    @ParameterizedTest
    @EnumSource(Failure.class)
    void atEachCallOfTheScenario(Failure failure) {
        int calls = calls();
        for (int call = 0; call < calls; call++) {
            var store = created();
            var given = new Given();
            var failing = new FailingObjectStore(store, at(call), failure, Then.STOP);
            attempt(() -> scenario(failing, given));

            assertThatCommittedPointsRestore(store, given, call);
            finish(store, given);

            assertThat(assertThatCommittedPointsRestore(store, given, call)).isEqualTo(2);
            assertThat(given.repeatedBytes())
                    .as("repeated after call %d", call)
                    .isLessThanOrEqualTo(given.kills * Fixtures.STRICT.atRiskBytes());
            assertThat(store.listAll("sessions/")
                            .filter(entry -> !entry.key().value().contains("/checkpoint")))
                    .as("left of sessions that are over, after call %d", call)
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    /// Two crashes: the second one at each call of the writer that goes on after the first.
    @ParameterizedTest
    @EnumSource(Failure.class)
    void atEachCallOfAWriterThatGoesOn(Failure failure) {
        for (int call = 0; ; call++) {
            var store = created();
            var given = new Given();
            run(store, "full", STEP * 7, given);
            var failing = new FailingObjectStore(store, at(call), failure, Then.STOP);
            attempt(() -> run(failing, "full", MANY, given));
            if (failing.calls() <= call) {
                assertThat(call).isGreaterThan(20);
                return;
            }

            assertThatCommittedPointsRestore(store, given, call);
            finish(store, given);

            assertThat(assertThatCommittedPointsRestore(store, given, call)).isEqualTo(2);
            assertThat(given.repeatedBytes())
                    .as("repeated after call %d", call)
                    .isLessThanOrEqualTo(given.kills * Fixtures.STRICT.atRiskBytes());
        }
    }

    @Test
    void theScenarioIsCutInCheckpointsAndPacks() {
        assertThat(calls()).isGreaterThan(70);
    }

    /// The call of opening the repository is not part of the scenario.
    private static int at(int call) {
        return call + 1;
    }

    /// How much was given to writers over all tries, how often one of them was killed, and which points' commits
    /// have returned.
    private static final class Given {
        private final Set<String> committed = new HashSet<>();
        private long bytes;
        private int kills;

        long repeatedBytes() {
            long once = FULL.stream().mapToLong(ModelDisk::pieces).sum() + 2L * CHANGED.cardinality();
            return bytes - once * SmallAgent.PIECE;
        }
    }

    /// A full backup that is killed half-way, the next writer, and the same for an incremental one.
    private void scenario(ObjectStore store, Given given) {
        run(store, "full", STEP * 12, given);
        run(store, "full", MANY, given);
        run(store, "later", STEP * 5, given);
        run(store, "later", MANY, given);
    }

    private void finish(ObjectStore store, Given given) {
        run(store, "full", MANY, given);
        run(store, "later", MANY, given);
    }

    /// One writer: until it is done, or so many pieces are given.
    private void run(ObjectStore store, String point, int mostPieces, Given given) {
        var repository =
                Repository.open(store, Unlock.none(), new Tuning(1, 2, 2, 4096, 3, Fixtures.STRICT), times.clockwork());
        if (repository.find(Fixtures.VM, new PointId(point)).isPresent()) {
            return;
        }
        var jobs = jobs(repository, point);
        var agent = new SmallAgent(repository, Fixtures.header(point), jobs, new Random(point.length()));
        boolean done = false;
        try {
            while (agent.hasMore() && agent.givenBytes() < (long) mostPieces * SmallAgent.PIECE) {
                agent.step(STEP);
            }
            if (!agent.hasMore()) {
                agent.commit();
                given.committed.add(point);
                agent.session().close();
                done = true;
            }
        } finally {
            given.kills += done ? 0 : 1;
            given.bytes += agent.givenBytes();
        }
    }

    private static List<Job> jobs(Repository repository, String point) {
        if (point.equals("full")) {
            return List.of(Job.full("0", FULL.get(0)), Job.full("1", FULL.get(1)));
        }
        var base =
                repository.find(Fixtures.VM, new PointId("full")).orElseThrow().disks();
        return List.of(job("0", 0, base), job("1", 1, base));
    }

    private static Job job(String device, int disk, List<DiskImage> base) {
        return Job.changed(device, LATER.get(disk), CHANGED, base.get(disk));
    }

    private static void attempt(Runnable run) {
        try {
            run.run();
        } catch (RepositoryException _) {
            // As if killed: nothing is closed, nothing cleaned up.
        }
    }

    private int calls() {
        var counting = new FailingObjectStore(created(), Integer.MAX_VALUE, Failure.BEFORE, Then.STOP);
        scenario(counting, new Given());
        return counting.calls() - 1;
    }

    private static InMemoryObjectStore created() {
        var store = new InMemoryObjectStore();
        Repository.openOrCreate(store, Fixtures.OPTIONS);
        return store;
    }

    /// Returns how many there are: a commit whose answer was lost may have made one more than is known of.
    private static int assertThatCommittedPointsRestore(ObjectStore store, Given given, int call) {
        var repository = Repository.open(store, Fixtures.TUNING);
        var states = Map.of("full", FULL, "later", LATER);
        var points = repository.points();
        assertThat(points)
                .as("points after call %d", call)
                .extracting(point -> point.id().value())
                .containsAll(given.committed);
        for (var point : points) {
            for (int disk = 0; disk < FULL.size(); disk++) {
                Optional.ofNullable(states.get(point.id().value()))
                        .orElseThrow()
                        .get(disk)
                        .assertEqualTo(repository.reader(point.disks().get(disk)), new Random(call));
            }
        }
        return points.size();
    }

    private static ModelDisk disk(int seed, int sizeBytes) {
        var disk = new ModelDisk(sizeBytes);
        disk.change(0, 1000, new Random(seed));
        return disk;
    }

    private static BitSet changed() {
        var pieces = new BitSet();
        var random = new Random(9);
        for (int piece = 0; piece < 90; piece += 1 + random.nextInt(3)) {
            pieces.set(piece);
        }
        return pieces;
    }

    private static ModelDisk later(ModelDisk disk) {
        var later = disk.copy();
        CHANGED.stream().forEach(piece -> later.change(piece, 1, new Random(piece)));
        return later;
    }
}
