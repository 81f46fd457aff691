package dev.lifeboat.operator;

import dev.lifeboat.operator.access.Namespaces;
import dev.lifeboat.operator.access.PoolAccesses;
import dev.lifeboat.operator.access.Pools;
import dev.lifeboat.operator.access.StorageAccesses;
import dev.lifeboat.operator.agent.AgentAccess;
import dev.lifeboat.operator.agent.AgentJobs;
import dev.lifeboat.operator.agent.AgentSettings;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.inventory.Followers;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.inventory.PoolTriggers;
import dev.lifeboat.operator.janitor.Sweeps;
import dev.lifeboat.operator.metrics.Meters;
import dev.lifeboat.operator.route.Routes;
import dev.lifeboat.operator.status.Events;
import dev.lifeboat.operator.status.Reporter;
import dev.lifeboat.operator.xenhypervisor.XenHypervisorReconciler;
import dev.lifeboat.xen.pool.XenPools;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/// What reconcilers are made of, each made once.
record Services(
        KubernetesClient client,
        Clock clock,
        Events events,
        Reporter reporter,
        Meters meters,
        PoolAccesses poolAccesses,
        Pools pools,
        StorageAccesses storageAccesses,
        XenHypervisorReconciler.Findings findings,
        AgentJobs agents)
        implements AutoCloseable {

    static Services of(KubernetesClient client, AgentSettings agent, MeterRegistry registry, Clock clock) {
        var events = new Events(client, clock);
        var poolAccesses = new PoolAccesses(client);
        var pools = new Pools(poolAccesses, XenPools::connect, Namespaces.of(client), clock);
        var inventories = new Inventories();
        var triggers = new PoolTriggers();
        return new Services(
                client,
                clock,
                events,
                new Reporter(events),
                new Meters(registry),
                poolAccesses,
                pools,
                new StorageAccesses(client),
                new XenHypervisorReconciler.Findings(
                        inventories, new Sweeps(), new Followers(client, pools, inventories, triggers), triggers),
                new AgentJobs(client, agent));
    }

    /// What backups and restores work with.
    Means means() {
        var routes = new Routes(pools, findings.inventories());
        var access = AgentAccess.of(poolAccesses, routes, storageAccesses);
        return new Means(agents, access, pools, Namespaces.of(client), clock);
    }

    /// Logs out of all pools.
    @Override
    public void close() {
        findings.followers().close();
        pools.close();
    }
}
