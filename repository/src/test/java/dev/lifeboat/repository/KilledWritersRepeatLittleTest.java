package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.errors.StoreNotWritableException;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.session.CheckpointPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A writer is killed after each of its steps; the next one with the same order goes on.
class KilledWritersRepeatLittleTest {

    private static final int STEP = 8;
    private final ManualTimes times = new ManualTimes();
    private final List<ModelDisk> disks = List.of(new ModelDisk(150_000), new ModelDisk(61_001));

    KilledWritersRepeatLittleTest() {
        disks.forEach(disk -> disk.change(0, 1000, new Random(disk.sizeBytes())));
    }

    @Test
    void afterAnyStepOfAFullRunNoMoreThanTheBoundIsGivenAgain() {
        int steps = 0;
        for (int kill = 0; ; kill++) {
            var repository = repository(new InMemoryObjectStore(), Fixtures.STRICT);
            var first = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(1));
            for (int step = 0; step < kill && first.hasMore(); step++) {
                first.step(STEP);
            }
            steps = kill;
            if (!first.hasMore()) {
                break;
            }
            assertGoesOn(repository, first, fulls(), kill);
        }
        assertThat(steps).isGreaterThan(50);
    }

    @Test
    void afterAnyStepOfAnIncrementalRunNoMoreThanTheBoundIsGivenAgain() {
        var changed = List.of(scattered(disks.get(0)), scattered(disks.get(1)));
        for (int kill = 0; ; kill++) {
            var repository = repository(new InMemoryObjectStore(), Fixtures.STRICT);
            var base = new SmallAgent(repository, Fixtures.header("base"), fulls(), new Random(1)).finish(50);
            var now = new ArrayList<SmallAgent.Job>();
            for (int i = 0; i < disks.size(); i++) {
                var disk = disks.get(i).copy();
                changed.get(i).stream().forEach(piece -> disk.change(piece, 1, new Random(piece)));
                now.add(SmallAgent.Job.changed(
                        "" + i, disk, changed.get(i), base.disks().get(i)));
            }
            var first = new SmallAgent(repository, Fixtures.header("p"), now, new Random(2));
            for (int step = 0; step < kill && first.hasMore(); step++) {
                first.step(STEP);
            }
            if (!first.hasMore()) {
                assertThat(kill).isGreaterThan(40);
                return;
            }
            assertGoesOn(repository, first, now, kill);
        }
    }

    @Test
    void aWriterThatSavesItsProgressBeforeItEndsTakesNothingWithIt() {
        for (int steps = 0; steps < 40; steps++) {
            var store = new InMemoryObjectStore();
            var repository = repository(store, CheckpointPolicy.standard());
            var first = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(1));
            for (int step = 0; step < steps && first.hasMore(); step++) {
                first.step(STEP);
            }

            assertThat(first.session().saveProgress(Duration.ofSeconds(9))).isTrue();
            first.session().close();

            var next = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(2));
            assertThat(next.leftBytes()).as("after %d steps", steps).isEqualTo(first.leftBytes());
            next.finish(STEP);
        }
    }

    @Test
    void aStoreThatTakesNothingMoreLeavesTheCheckpointBefore() {
        var store = new InMemoryObjectStore();
        Repository.openOrCreate(store, Fixtures.OPTIONS);
        var full = new AtomicBoolean();
        var filling = new ForwardingObjectStore(store) {
            @Override
            public void put(ObjectKey key, ByteBuffer content) {
                if (full.get()) {
                    throw new StoreNotWritableException("the test's", "it is full", null);
                }
                super.put(key, content);
            }
        };
        var tuning = Fixtures.STRICT_TUNING;
        var repository = Repository.open(filling, Unlock.none(), tuning, times.clockwork());
        var first = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(1));
        first.giveAll(STEP);

        full.set(true);
        assertThat(first.session().saveProgress(Duration.ofSeconds(9))).isFalse();
        first.session().close();

        var whole = Repository.open(store, Unlock.none(), tuning, times.clockwork());
        var next = new SmallAgent(whole, Fixtures.header("p"), fulls(), new Random(2));
        assertThat(next.leftBytes()).isBetween(1L, Fixtures.STRICT.atRiskBytes());
    }

    @Test
    void aDiskThatWasFinishedIsNotGivenAgain() {
        var repository = repository(new InMemoryObjectStore(), Fixtures.STRICT);
        var session = repository.startBackup(Fixtures.header("p"));
        var writer = session.disk(Fixtures.disk("0", 150_000), Optional.empty());
        disks.get(0).write(writer, 0, 40, new Random(1));
        var image = writer.finish();
        times.pass(Duration.ofSeconds(20));

        try (var next = repository.startBackup(Fixtures.header("p"))) {
            var again = next.disk(Fixtures.disk("0", 150_000), Optional.empty());
            assertThat(again.isDone()).isTrue();
            assertThat(again.done()).toIterable().hasSize(1).allMatch(all -> all.lengthBytes() == 150_000);
            assertThat(again.finish()).isEqualTo(image);
        }
    }

    @Test
    void withPatienceWhatIsRepeatedIsYoungInstead() {
        var policy = new CheckpointPolicy(24_000, Duration.ofSeconds(15), Duration.ofSeconds(30), 1 << 20);
        var repository = repository(new InMemoryObjectStore(), policy);
        var first = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(1));
        first.step(20);
        times.pass(Duration.ofSeconds(16));

        var second = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(1));

        assertThat(second.leftBytes()).isEqualTo(first.leftBytes());
        assertThat(second.session().resumed().earlierWriters()).isEqualTo(1);
        assertThat(second.session().resumed().work().givenBytes()).isEqualTo(first.givenBytes());
    }

    @Test
    void figuresOfTheManifestCountEveryByteOnce() {
        var undisturbed = repository(new InMemoryObjectStore(), Fixtures.STRICT);
        var expected = new SmallAgent(undisturbed, Fixtures.header("p"), fulls(), new Random(1)).finish(STEP);
        var repository = repository(new InMemoryObjectStore(), Fixtures.STRICT);
        var first = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(1));
        for (int step = 0; step < 20; step++) {
            first.step(STEP);
        }

        var point = new SmallAgent(repository, Fixtures.header("p"), fulls(), new Random(1)).finish(STEP);

        assertThat(point.figures().givenBytes()).isEqualTo(expected.figures().givenBytes());
        assertThat(point.figures().zeroBytes()).isEqualTo(expected.figures().zeroBytes());
        assertThat(point.disks().stream()
                        .mapToLong(disk -> disk.figures().givenBytes())
                        .sum())
                .isEqualTo(point.figures().givenBytes());
    }

    private void assertGoesOn(Repository repository, SmallAgent killed, List<SmallAgent.Job> jobs, int kill) {
        var next = new SmallAgent(repository, Fixtures.header("p"), jobs, new Random(kill));

        assertThat(next.leftBytes() - killed.leftBytes())
                .as("given again after %d steps", kill)
                .isBetween(0L, Fixtures.STRICT.atRiskBytes());
        var point = next.finish(STEP);
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).content().assertEqualTo(repository.reader(point.disks().get(i)), new Random(kill));
        }
    }

    private List<SmallAgent.Job> fulls() {
        return List.of(SmallAgent.Job.full("0", disks.get(0)), SmallAgent.Job.full("1", disks.get(1)));
    }

    private static BitSet scattered(ModelDisk disk) {
        var pieces = new BitSet();
        var random = new Random(4);
        for (int piece = 0; piece < disk.pieces(); piece += 1 + random.nextInt(5)) {
            pieces.set(piece);
        }
        return pieces;
    }

    private Repository repository(InMemoryObjectStore store, CheckpointPolicy policy) {
        Repository.openOrCreate(store, Fixtures.OPTIONS);
        var tuning = new Tuning(2, 2, 2, 4096, 3, policy);
        return Repository.open(store, Unlock.none(), tuning, times.clockwork());
    }
}
