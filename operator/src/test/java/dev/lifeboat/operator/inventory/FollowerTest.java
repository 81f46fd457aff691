package dev.lifeboat.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.InventoryChange.Source;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.PoolCapabilities;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A pool is followed: what is heard of it is kept, and failures end nothing.
class FollowerTest {
    private static final Follower.Pace AT_ONCE = new Follower.Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final XenHypervisor hypervisor = Resources.hypervisor(true, false, 4);
    private final FakePool pool = new FakePool();
    private final Inventories inventories = new Inventories();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void whatIsHeardReplacesWhatWasRead() {
        var before = pool.readInventory();
        inventories.keep(hypervisor, reading(before));
        var after = new Inventory(before.pool(), List.of(), List.of(), List.of(), List.of());
        pool.change(new InventoryChange(after, Set.of(), Set.of(), Source.EVENTS));

        var follower = follow(4);

        var kept = inventories.of(hypervisor).orElseThrow();
        assertThat(kept.inventory()).isSameAs(after);
        assertThat(kept.at()).as("the next reading comes when it was to come").isEqualTo(Instant.EPOCH);
        assertThat(follower.source()).contains(Source.EVENTS);
    }

    @Test
    void nothingIsKeptBeforeTheFirstReading() {
        pool.change(new InventoryChange(pool.readInventory(), Set.of(), Set.of(), Source.EVENTS));

        follow(4);

        assertThat(inventories.of(hypervisor)).isEmpty();
    }

    @Test
    void aPoolThatTellsNoEventsIsToldToBePolled() {
        pool.change(new InventoryChange(pool.readInventory(), Set.of(), Set.of(), Source.POLL));

        assertThat(follow(3).source()).contains(Source.POLL);
    }

    @Test
    void afterAFailureItBeginsAgain() {
        pool.fail("next", "SESSION_INVALID");

        var follower = follow(6);

        assertThat(pool.log().stream().filter("watch"::equals)).hasSizeGreaterThan(1);
        assertThat(follower.source()).contains(Source.EVENTS);
    }

    @Test
    void itEndsWithItsResource() {
        follow(0);

        assertThat(pool.log()).isEmpty();
    }

    /// @param times that the XenHypervisor is still there when it is looked up
    private Follower follow(int times) {
        var follower = new Follower(
                () -> looks.getAndIncrement() < times ? Optional.of(hypervisor) : Optional.empty(),
                Resources.means(new FakeAgents(), pool, Clock.systemUTC()).pools(),
                inventories,
                new PoolTriggers(),
                AT_ONCE);
        follower.run();
        return follower;
    }

    private static InventoryReading reading(Inventory inventory) {
        return new InventoryReading(
                Instant.EPOCH,
                1,
                inventory,
                new PoolCapabilities(true, NbdState.TLS, true, false, true, List.of()),
                List.of());
    }
}
