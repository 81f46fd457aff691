package dev.lifeboat.operator.inventory;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.PoolCalls;
import dev.lifeboat.xen.InventoryChange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A thread for each pool that is followed; most of the time it waits for the pool to tell something.
public final class Followers implements AutoCloseable {
    private final KubernetesClient client;
    private final PoolCalls pools;
    private final Inventories inventories;
    private final PoolTriggers triggers;
    private final Map<String, Following> followed = new ConcurrentHashMap<>();

    private record Following(Follower follower, Thread thread) {}

    public Followers(KubernetesClient client, PoolCalls pools, Inventories inventories, PoolTriggers triggers) {
        this.client = client;
        this.pools = pools;
        this.inventories = inventories;
        this.triggers = triggers;
    }

    /// Begins, unless it has; it ends by itself with the resource, or when `useEvents` is switched off.
    public void follow(XenHypervisor hypervisor) {
        if (wanted(hypervisor)) {
            followed.compute(
                    hypervisor.getMetadata().getUid(),
                    (_, known) -> known != null && known.thread().isAlive() ? known : start(hypervisor));
        }
    }

    /// How changes of the pool are noticed, if it is followed.
    public Optional<InventoryChange.Source> source(HasMetadata hypervisor) {
        return Optional.ofNullable(followed.get(hypervisor.getMetadata().getUid()))
                .filter(following -> following.thread().isAlive())
                .flatMap(following -> following.follower().source());
    }

    private Following start(XenHypervisor hypervisor) {
        var name = hypervisor.getMetadata().getName();
        var follower = new Follower(() -> current(hypervisor), pools, inventories, triggers, Follower.Pace.USUAL);
        return new Following(follower, Thread.ofVirtual().name("follow-" + name).start(follower));
    }

    private Optional<XenHypervisor> current(XenHypervisor hypervisor) {
        var metadata = hypervisor.getMetadata();
        return Optional.ofNullable(client.resources(XenHypervisor.class)
                        .inNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .get())
                .filter(found -> found.getMetadata().getUid().equals(metadata.getUid()))
                .filter(Followers::wanted);
    }

    private static boolean wanted(XenHypervisor hypervisor) {
        return hypervisor.getSpec().inventory().useEvents()
                && hypervisor.getMetadata().getDeletionTimestamp() == null;
    }

    @Override
    public void close() {
        followed.values().forEach(following -> following.thread().interrupt());
    }
}
