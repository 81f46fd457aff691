package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ClockDiffersException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.MaintenanceBusyException;
import dev.lifeboat.repository.errors.MaintenanceLostException;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.prune.MaintenanceLease;
import dev.lifeboat.repository.prune.PruneProgress;
import dev.lifeboat.repository.prune.PruneProgress.Phase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// One deletes at a time, and who is not the one any more deletes nothing.
class MaintenanceLeaseTest {

    private final PruneWorld world = PruneScenes.busy();

    @Test
    void whileOneRunsAnotherIsTurnedAway() {
        var lease = take();

        assertThatThrownBy(world::prune)
                .isInstanceOf(MaintenanceBusyException.class)
                .hasMessageContaining("here")
                .hasMessageContaining("%016d".formatted(lease.epoch()));
    }

    @Test
    void oneThatWasKilledIsWaitedForUntilItsLeaseHasRunOut() {
        take();
        world.clock.advance(MaintenanceLease.LEASE);
        assertThatThrownBy(world::prune).isInstanceOf(MaintenanceBusyException.class);
        world.clock.advance(Duration.ofMinutes(5));

        assertThat(world.prune().deleted().packs()).isPositive();
        assertThat(world.keys("locks/")).hasSize(1);
    }

    @Test
    void oneThatStoodStillWhileAnotherTookOverDeletesNothing() {
        // Its own clock stood still with it, so that it believes its lease.
        var itsClock = new TickingClock();
        itsClock.set(world.clock.instant());
        var stopped = new AtomicInteger();
        var repository = world.repository(world.store, itsClock);
        var between = new ArrayList<String>();
        PruneProgress progress = (phase, done, total) -> {
            if (phase == Phase.TRASHING && stopped.getAndIncrement() == 0) {
                world.clock.advance(Duration.ofMinutes(40));
                world.prune();
                between.addAll(world.keys(""));
            }
        };

        assertThatThrownBy(() -> repository.prune(PruneScenes.compacting(), progress))
                .isInstanceOf(MaintenanceLostException.class)
                .hasMessageContaining("taken over");

        assertThat(world.keys("")).containsAll(between);
        world.assertAllPointsRestore();
    }

    @Test
    void oneWhoseLeaseRanOutDeletesNothingThoughNobodyTookOver() {
        var stopped = new AtomicInteger();
        PruneProgress progress = (phase, done, total) -> {
            if (phase == Phase.TRASHING && stopped.getAndIncrement() == 0) {
                world.clock.advance(MaintenanceLease.LEASE);
            }
        };
        var before = world.keys("packs/");

        assertThatThrownBy(() -> world.repository().prune(PruneScenes.compacting(), progress))
                .isInstanceOf(MaintenanceLostException.class);

        assertThat(world.keys("packs/")).isEqualTo(before);
    }

    @Test
    void aLongPruneRenewsItsLease() {
        var slow = EnumSet.of(Phase.READING_POINTS, Phase.READING_PACKS, Phase.COMPACTING);
        PruneProgress progress = (phase, done, total) -> {
            if (slow.contains(phase)) {
                world.clock.advance(Duration.ofMinutes(11));
            }
        };

        assertThat(world.repository().prune(PruneScenes.compacting(), progress).took())
                .isGreaterThan(MaintenanceLease.LEASE.multipliedBy(2));
    }

    @Test
    void aClockThatIsFarOffIsRefused() {
        for (var off : new Duration[] {Duration.ofMinutes(-6), Duration.ofMinutes(6)}) {
            var clock = new TickingClock();
            clock.set(world.clock.instant().plus(off));
            var repository = world.repository(world.store, clock);

            assertThatThrownBy(() -> repository.prune(PruneWorld.OPTIONS, PruneProgress.silent()))
                    .isInstanceOf(ClockDiffersException.class);
        }
        assertThat(world.prune().deleted().packs()).isPositive();
    }

    @Test
    void aLeaseThatCannotBeReadIsWaitedForAndThenPassedOver() {
        var key = new ObjectKey("locks/maintenance/0000000000000077");
        world.store.put(key, ByteBuffer.wrap(new byte[200]));

        assertThatThrownBy(world::prune)
                .isInstanceOf(IncompleteViewException.class)
                .hasMessageContaining(key.value());
        world.clock.advance(MaintenanceLease.LEASE.multipliedBy(2));
        assertThat(world.prune().epoch()).isEqualTo(78);
    }

    @Test
    void aNameThatIsNoLeaseIsRefused() {
        world.store.put(new ObjectKey("locks/maintenance/mine"), ByteBuffer.wrap(new byte[2]));

        assertThatThrownBy(world::prune)
                .isInstanceOf(IncompleteViewException.class)
                .hasMessageContaining("mine");
    }

    private MaintenanceLease take() {
        return MaintenanceLease.take(world.store, new Documents(Seals.unencrypted()), world.clock, "here");
    }
}
