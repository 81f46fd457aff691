package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.XenPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PoolWatchIT extends AgainstSimulator {

    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final int MOST_LOOKS = 20;

    @Test
    void beginsWithTheInventoryAndHearsOfEachChange() {
        try (var pool = connect();
                var watch = pool.watch()) {
            awaitSame(watch, pool);
            var created = TestVm.create(pool, "watched");
            var appeared = await(watch, change -> change.changedVms().contains(created.uuid()));
            pool.releaseVm(created.uuid(), "released");
            await(watch, change -> named(change, created.uuid(), "released"));
            pool.destroyVm(created.uuid());
            await(watch, change -> change.removedVms().contains(created.uuid()));

            assertThat(appeared.source()).isEqualTo(InventoryChange.Source.EVENTS);
            assertThat(watch.inventory().vms()).extracting(VirtualMachine::uuid).doesNotContain(created.uuid());
        }
    }

    @Test
    void aSnapshotOfAVmIsNoVm() {
        try (var pool = connect();
                var watch = pool.watch()) {
            var vm = vmWithTwoDisks(pool);

            var taken = pool.takeSnapshot(new SnapshotRequest(vm.uuid(), "watched", Set.of(), Map.of()));
            settle(watch);

            assertThat(watch.inventory().vms())
                    .extracting(VirtualMachine::uuid)
                    .contains(vm.uuid())
                    .doesNotContain(taken.uuid());
            pool.destroySnapshot(taken.uuid());
        }
    }

    @Test
    void lostEventsLostSessionsAndAnotherMasterLeaveNothingUnnoticed() {
        try (var pool = connect();
                var watch = pool.watch()) {
            for (var disturbance : disturbances()) {
                disturbance.run();
                var created = TestVm.create(pool, "after a disturbance");
                await(watch, change -> change.changedVms().contains(created.uuid()));
                pool.destroyVm(created.uuid());
                await(watch, change -> change.removedVms().contains(created.uuid()));
                awaitSame(watch, pool);
            }
        }
    }

    private static List<Runnable> disturbances() {
        var control = simulator().control();
        return List.of(control::loseEvents, control::evictSessions, control::changeMaster);
    }

    @Test
    void deletionsThatAreNeverToldShowInTheCounts() {
        try (var pool = connect()) {
            var doomed = TestVm.create(pool, "vanishing");
            try (var watch = pool.watch()) {
                pool.destroyVm(doomed.uuid());
                simulator().control().dropDeletions();
                TestVm.create(pool, "telling");

                await(watch, change -> change.removedVms().contains(doomed.uuid()));
            }
            pool.findVmsByMarker("lifeboat:it", "telling").forEach(vm -> pool.destroyVm(vm.uuid()));
        }
    }

    private static InventoryChange await(PoolWatch watch, Predicate<InventoryChange> expected) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            var change = watch.next(WAIT).filter(expected);
            if (change.isPresent()) {
                return change.get();
            }
        }
        throw new AssertionError("It was not heard of; the inventory is " + watch.inventory());
    }

    /// What is heard is what there is.
    private static void awaitSame(PoolWatch watch, XenPool pool) {
        for (int look = 0; look < MOST_LOOKS && !watch.inventory().equals(pool.readInventory()); look++) {
            watch.next(WAIT);
        }
        assertThat(watch.inventory()).isEqualTo(pool.readInventory());
    }

    private static void settle(PoolWatch watch) {
        for (int look = 0; look < MOST_LOOKS && watch.next(WAIT).isPresent(); look++) {
            // Until nothing changes any more.
        }
    }

    private static boolean named(InventoryChange change, UUID vm, String name) {
        return change.inventory().vms().stream()
                .anyMatch(each -> each.uuid().equals(vm) && each.name().equals(name));
    }
}
