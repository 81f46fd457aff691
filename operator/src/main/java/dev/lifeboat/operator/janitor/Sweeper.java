package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.PoolCalls;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.function.Supplier;

/// Looks a pool over and takes away what is left over.
final class Sweeper {
    private final PoolCalls pools;
    private final Clock clock;

    Sweeper(PoolCalls pools, Clock clock) {
        this.pools = pools;
        this.clock = clock;
    }

    /// The pool is read first and the owners after it. An owner exists before anything is made for it, so one that is
    /// not there now is gone, however young the object is.
    ///
    /// @param cached  owners as they were a moment ago, free to ask
    /// @param current the same as they are now; asked for only when something seems to be left over
    /// @throws dev.lifeboat.operator.status.Problem the pool is out of reach; what is gone until then stays gone
    Sweep sweep(XenHypervisor hypervisor, String namespaceUid, Owners cached, Supplier<Owners> current) {
        var found = pools.call(hypervisor, XenPool::findMarked);
        var likely = SweepPlan.leftovers(found, cached, namespaceUid);
        var certain = likely.isEmpty() ? likely : SweepPlan.leftovers(found, current.get(), namespaceUid);
        var removed = new ArrayList<String>();
        var remaining = new ArrayList<Sweep.Remaining>();
        for (var leftover : certain) {
            try {
                pools.run(hypervisor, pool -> remove(pool, leftover));
                removed.add(leftover.what() + " of " + leftover.owner());
            } catch (XapiException e) {
                if (e.kind() != XenException.Kind.GONE) {
                    remaining.add(new Sweep.Remaining(
                            leftover.usedBytes(),
                            "Removing " + leftover.what() + " of " + leftover.owner() + " failed: " + e.getMessage()));
                }
            }
        }
        return new Sweep(clock.instant(), removed, remaining);
    }

    private static void remove(XenPool pool, Leftover leftover) {
        switch (leftover) {
            case Leftover.Snapshot snapshot -> pool.destroySnapshot(snapshot.uuid());
            case Leftover.UnreducedSnapshot snapshot -> pool.keepChangeMetadata(snapshot.uuid());
            case Leftover.UnreducedDisk disk -> pool.keepChangeMetadataOf(disk.uuid());
            case Leftover.SnapshotDisk disk -> pool.destroyVdi(disk.uuid());
            case Leftover.UnfinishedVm vm -> pool.destroyVm(vm.uuid());
            case Leftover.RestoredDisk disk -> pool.destroyVdi(disk.uuid());
            case Leftover.Task task -> pool.cancelTask(task.uuid());
        }
    }
}
