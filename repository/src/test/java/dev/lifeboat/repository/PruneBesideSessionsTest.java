package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.errors.BaseGoneException;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.prune.PruneOptions;
import dev.lifeboat.repository.prune.PruneReport.Amount;
import dev.lifeboat.repository.prune.PruneReport.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// What a prune leaves to those who write while it runs, and what they may still refer to.
class PruneBesideSessionsTest {

    private final PruneWorld world = new PruneWorld();

    @Test
    void packsOfAWriterThatDiedGoAndThoseOfARunningOneStay() {
        world.backUp("kept", PruneWorld.noise(100, 1), Optional.empty());
        var disk = PruneWorld.noise(400, 2);
        int packs = world.keys("packs/").size();
        world.die("dead", disk);
        world.clock.advance(Duration.ofMinutes(30));
        assertThat(world.prune().kept().getOrDefault(Reason.YOUNG, Amount.NONE).packs())
                .isEqualTo(world.keys("packs/").size() - packs);

        world.pruneToTheEnd();

        assertThat(world.keys("packs/")).hasSize(packs);
        assertThat(world.keys("sessions/")).isEmpty();
        world.assertAllPointsRestore();
    }

    @Test
    void aSessionThatBeginsLaterBorrowsNothingOfWhatIsNamed() {
        var disk = PruneWorld.noise(400, 1);
        world.backUp("first", disk, Optional.empty());
        world.delete("first");
        world.clock.advance(PruneWorld.POINT_GRACE);
        world.prune();

        var second = world.backUp("second", disk, Optional.empty());

        assertThat(second.figures().duplicateBytes()).isZero();
        world.pruneToTheEnd();
        world.assertAllPointsRestore();
    }

    @Test
    void aBaseThatIsGoneIsRefused() {
        var disk = PruneWorld.noise(400, 1);
        var base = world.backUp("first", disk, Optional.empty()).disks().getFirst();
        world.delete("first");

        try (var session = world.repository().startBackup(Fixtures.header("second"))) {
            Assertions.assertThatThrownBy(() -> session.disk(Fixtures.disk(disk.sizeBytes()), Optional.of(base)))
                    .isInstanceOf(BaseGoneException.class);
            Assertions.assertThatThrownBy(() -> session.commit(List.of(base))).isInstanceOf(BaseGoneException.class);
        }
        assertThat(world.repository().points()).isEmpty();
    }

    /// The session knows that the packs are sparse, and is all that needs some of their chunks once its base is gone.
    @Test
    void aSessionLosesNothingOfABaseThatIsPurgedMeanwhile() {
        var options = PruneOptions.standard()
                .withGrace(PruneOptions.SHORTEST_PACK_GRACE, Duration.ZERO)
                .withCompaction(1, 1 << 30)
                .withParallel(1);
        var disk = PruneWorld.noise(800, 1);
        var first = world.backUp("first", disk, Optional.empty());
        for (int cell = 0; cell < 50; cell += 2) {
            disk.fill(cell * 16, 16, new Random(cell));
        }
        var second = world.backUp("second", disk, Optional.of(first.disks().getFirst()));
        world.delete("first");
        world.clock.advance(Duration.ofHours(3));
        world.prune(options);
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.prune(options).sparse().packs()).isPositive();

        var renewals = new Semaphore(0);
        var through = new ForwardingObjectStore(world.store) {
            @Override
            public void put(ObjectKey key, ByteBuffer content) {
                super.put(key, content);
                if (key.value().endsWith("/lease")) {
                    renewals.release();
                }
            }
        };
        try (var session = world.repository(through).startBackup(Fixtures.header("third"))) {
            renewals.drainPermits();
            var writer = session.disk(
                    Fixtures.disk(disk.sizeBytes()), second.disks().stream().findFirst());
            world.delete("second");
            for (int tick = 0; tick < 4; tick++) {
                world.clock.advance(Duration.ofMinutes(40));
                disk.fill(tick * 160, 160, new Random(100 + tick));
                disk.write(writer, tick * 160, 160, new Random(1));
                // Packs are stored, and the lease renewed, in threads of their own.
                renewals.acquireUninterruptibly();
                world.prune(options);
            }
            session.commit(List.of(writer.finish()));
            world.expected.put("third", disk);
        }
        world.assertAllPointsRestore();
        world.pruneToTheEnd();
        world.assertAllPointsRestore();
    }
}
