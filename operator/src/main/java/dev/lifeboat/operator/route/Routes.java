package dev.lifeboat.operator.route;

import dev.lifeboat.agent.api.HostRoute;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.PoolCalls;
import dev.lifeboat.operator.inventory.Inventories;
import java.util.List;

/// The ways that an agent is told of.
public final class Routes {
    private final PoolCalls pools;
    private final Inventories inventories;

    public Routes(PoolCalls pools, Inventories inventories) {
        this.pools = pools;
        this.inventories = inventories;
    }

    /// The pool is asked only where something was chosen and nothing is known of it yet.
    public List<HostRoute> of(XenHypervisor hypervisor) {
        var spec = hypervisor.getSpec().transfer();
        if (!TransferRoutes.chosen(spec)) {
            return List.of();
        }
        var routes = inventories
                .of(hypervisor)
                .map(reading -> TransferRoutes.of(spec, reading))
                .orElseGet(() -> pools.call(
                        hypervisor, pool -> TransferRoutes.of(spec, pool.readInventory(), pool.capabilities())));
        return routes.hosts().stream()
                .map(route -> new HostRoute(route.hostUuid(), route.preferred(), route.known()))
                .toList();
    }
}
