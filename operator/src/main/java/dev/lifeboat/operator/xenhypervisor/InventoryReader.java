package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.access.Pools;
import dev.lifeboat.operator.access.SpecDuration;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.route.TransferRoutes;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Reads the pool when what is known of it is older than the spec allows.
final class InventoryReader {
    /// Hosts open their firewalls up to half a minute after a network got its purpose.
    private static final Duration NBD_AGAIN = Duration.ofMinutes(1);

    private final Pools pools;
    private final Inventories inventories;
    private final Clock clock;

    InventoryReader(Pools pools, Inventories inventories, Clock clock) {
        this.pools = pools;
        this.inventories = inventories;
        this.clock = clock;
    }

    InventoryReading current(XenHypervisor hypervisor, boolean lastOneFailed) {
        return inventories
                .of(hypervisor)
                .filter(Predicate.not(_ -> lastOneFailed))
                .filter(reading ->
                        reading.generation() == hypervisor.getMetadata().getGeneration())
                .filter(reading -> clock.instant().isBefore(nextAfter(hypervisor, reading)))
                .orElseGet(() -> read(hypervisor));
    }

    /// How long until the pool is read again.
    Duration untilNext(XenHypervisor hypervisor, InventoryReading reading) {
        var left = Duration.between(clock.instant(), nextAfter(hypervisor, reading));
        return left.isPositive() ? left : Duration.ofSeconds(1);
    }

    private static Instant nextAfter(XenHypervisor hypervisor, InventoryReading reading) {
        var interval = SpecDuration.parse(hypervisor.getSpec().inventory().resyncInterval());
        var sooner = !reading.nbd().stream().allMatch(NbdCheck::serves) && interval.compareTo(NBD_AGAIN) > 0;
        return reading.at().plus(sooner ? NBD_AGAIN : interval);
    }

    private InventoryReading read(XenHypervisor hypervisor) {
        try {
            var reading = pools.call(hypervisor, pool -> read(pool, hypervisor));
            checkIdentity(hypervisor, reading.inventory().pool());
            inventories.keep(hypervisor, reading);
            return reading;
        } catch (XenException e) {
            throw new Problem.Unavailable(
                    XenHypervisorReason.NotReachable,
                    "Pool " + hypervisor.getMetadata().getName() + ": reading the inventory failed: " + e.getMessage(),
                    e);
        }
    }

    private InventoryReading read(XenPool pool, XenHypervisor hypervisor) {
        var inventory = pool.readInventory();
        var capabilities = pool.capabilities();
        var nbd = capabilities.nbd() == NbdState.NONE
                ? List.<NbdCheck>of()
                : pool.checkNbd(
                        NbdVerdict.oneDiskOfEachStorage(inventory),
                        TransferRoutes.of(hypervisor.getSpec().transfer(), inventory, capabilities)
                                .hosts());
        return new InventoryReading(
                clock.instant(), hypervisor.getMetadata().getGeneration(), inventory, capabilities, nbd);
    }

    private static void checkIdentity(XenHypervisor hypervisor, Pool pool) {
        var expected = hypervisor.getSpec().poolUUID();
        if (expected != null && !expected.equals(pool.uuid().toString())) {
            throw new Problem.InvalidRequest(
                    XenHypervisorReason.PoolMismatch,
                    "The endpoints lead to pool " + pool.uuid() + " (" + pool.name() + "), but spec.poolUUID is "
                            + expected + ". Correct spec.endpoints, or spec.poolUUID if the pool was replaced");
        }
    }
}
