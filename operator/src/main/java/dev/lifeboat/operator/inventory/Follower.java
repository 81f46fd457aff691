package dev.lifeboat.operator.inventory;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.PoolCalls;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one pool as it changes, until nobody wants it any more. Whatever goes wrong, it begins again, and the pool
/// is read now and then all the same.
final class Follower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private final Supplier<Optional<XenHypervisor>> wanted;
    private final PoolCalls pools;
    private final Inventories inventories;
    private final PoolTriggers triggers;
    private final Pace pace;
    private volatile Optional<InventoryChange.Source> source = Optional.empty();

    /// How long it takes its time.
    ///
    /// @param lookUp       a deleted or changed XenHypervisor may go unnoticed here
    /// @param batch        changes of a busy pool are gathered, since each is followed by writing what changed
    /// @param afterFailure a pool that is out of reach is told by its reconciler, and tried by it too
    record Pace(Duration lookUp, Duration batch, Duration afterFailure) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofSeconds(20));
    }

    /// @param wanted the XenHypervisor as it is now; empty when it is not to be followed any more
    Follower(
            Supplier<Optional<XenHypervisor>> wanted,
            PoolCalls pools,
            Inventories inventories,
            PoolTriggers triggers,
            Pace pace) {
        this.wanted = wanted;
        this.pools = pools;
        this.inventories = inventories;
        this.triggers = triggers;
        this.pace = pace;
    }

    /// How the last change was noticed.
    Optional<InventoryChange.Source> source() {
        return source;
    }

    @Override
    public void run() {
        try {
            var hypervisor = wanted.get();
            while (hypervisor.isPresent()) {
                follow(hypervisor.get());
                Thread.sleep(pace.afterFailure());
                hypervisor = wanted.get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(XenHypervisor hypervisor) throws InterruptedException {
        try (var watch = pools.call(hypervisor, XenPool::watch)) {
            source = Optional.of(InventoryChange.Source.EVENTS);
            triggers.wake(hypervisor);
            while (stillThe(hypervisor)) {
                if (listen(hypervisor, watch)) {
                    Thread.sleep(pace.batch());
                }
            }
        } catch (Problem | XenException e) {
            LOG.info(
                    "Pool {} is not followed for the moment: {}",
                    hypervisor.getMetadata().getName(),
                    e.getMessage());
            source = Optional.empty();
        }
    }

    /// @return whether there was a change
    private boolean listen(XenHypervisor hypervisor, PoolWatch watch) {
        var change = watch.next(pace.lookUp());
        change.ifPresent(it -> {
            source = Optional.of(it.source());
            inventories.heard(hypervisor, it.inventory());
            triggers.wake(hypervisor);
        });
        return change.isPresent();
    }

    private boolean stillThe(XenHypervisor hypervisor) {
        return wanted.get()
                .filter(now -> now.getMetadata()
                        .getGeneration()
                        .equals(hypervisor.getMetadata().getGeneration()))
                .isPresent();
    }
}
