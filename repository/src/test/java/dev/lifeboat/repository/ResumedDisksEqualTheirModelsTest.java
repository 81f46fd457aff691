package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.SmallAgent.Job;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.session.CheckpointPolicy;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Random disks, kills and resumes against plain bytes, over every border of the format.
class ResumedDisksEqualTheirModelsTest {

    @Test
    void atEveryBorderAndKilledAnywhere() {
        for (int sizeBytes : borders()) {
            run(sizeBytes, new Random(sizeBytes));
        }
    }

    @Test
    void ofAnySize() {
        Randomly.tries(60, random -> run(random.nextInt(300_000), random));
    }

    private static int[] borders() {
        var geometry = Fixtures.SMALL;
        return IntStream.of(
                        0,
                        geometry.pieceBytes(),
                        geometry.cellBytes(),
                        geometry.pageBytes(),
                        2 * geometry.pageBytes(),
                        Fixtures.OPTIONS.packBytes())
                .flatMap(border -> IntStream.of(border - 1, border, border + 1))
                .filter(size -> size >= 0)
                .toArray();
    }

    private static void run(int sizeBytes, Random random) {
        var times = new ManualTimes();
        var store = new InMemoryObjectStore();
        Repository.openOrCreate(store, Fixtures.OPTIONS);
        long atRisk = 512L << random.nextInt(8);
        var policy = new CheckpointPolicy(
                atRisk, Duration.ofSeconds(15), Duration.ofSeconds(random.nextInt(2) * 30L), 8 * atRisk);
        var repository = Repository.open(
                store,
                Unlock.none(),
                new Tuning(1 + random.nextInt(2), 2, 1 + random.nextInt(3), 4096, 3, policy),
                times.clockwork());
        var disk = new ModelDisk(sizeBytes);
        disk.change(0, disk.pieces(), random);

        var full = copy(repository, times, "full", Job.full("0", disk), random);
        disk.assertEqualTo(repository.reader(full), random);

        var later = disk.copy();
        var changed = new BitSet();
        for (int piece = random.nextInt(20); piece < disk.pieces(); piece += 1 + random.nextInt(12)) {
            later.change(piece, 1, random);
            changed.set(piece);
        }
        var incremental = copy(repository, times, "later", Job.changed("0", later, changed, full), random);
        later.assertEqualTo(repository.reader(incremental), random);
        // A writer that was only thought dead may still add a checkpoint to a session that is over.
        assertThat(store.listAll("sessions/")
                        .filter(entry -> !entry.key().value().contains("/checkpoint-")))
                .isEmpty();
    }

    /// Writers of one order, each killed or closed after some steps, until one commits.
    private static DiskImage copy(Repository repository, ManualTimes times, String point, Job job, Random random) {
        for (int writer = 1; ; writer++) {
            var agent = new SmallAgent(repository, Fixtures.header(point), List.of(job), random);
            assertThat(agent.session().resumed().earlierWriters()).isEqualTo(writer - 1);
            int steps = writer > 6 ? Integer.MAX_VALUE : random.nextInt(40);
            for (int step = 0; step < steps && agent.hasMore(); step++) {
                agent.step(1 + random.nextInt(random.nextBoolean() ? 4 : 60));
                if (random.nextInt(8) == 0) {
                    times.pass(Duration.ofSeconds(random.nextInt(20)));
                }
            }
            if (!agent.hasMore() && (writer > 6 || random.nextBoolean())) {
                return agent.finish(1).disks().getFirst();
            }
            if (random.nextBoolean()) {
                agent.session().close();
            }
        }
    }
}
