package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.Originator;
import dev.lifeboat.operator.access.PoolAccesses;
import dev.lifeboat.operator.access.StorageAccesses;
import dev.lifeboat.operator.route.Routes;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What an order says of where the pool and the storage are.
public record AgentAccess(
        BiFunction<XenHypervisor, Originator, PoolAccess> pool, Function<BackupStorage, RepositoryAccess> repository) {
    public static AgentAccess of(PoolAccesses pools, Routes routes, StorageAccesses storages) {
        return new AgentAccess(
                (hypervisor, originator) -> pools.forAgent(hypervisor, originator, routes.of(hypervisor)),
                storages::of);
    }
}
