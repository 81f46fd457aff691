package dev.lifeboat.operator.queue;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.Optional;
import java.util.stream.Stream;

/// Neighbours from a controller's informers.
public record CachedNeighbours(
        Cache<XenHypervisor> hypervisors,
        Cache<BackupStorage> storages,
        Cache<VmBackup> backups,
        Cache<VmRestore> restores,
        Cache<BackupPolicy> policies)
        implements Neighbours {

    @Override
    public Optional<XenHypervisor> hypervisor(String namespace, String name) {
        return hypervisors.get(new ResourceID(name, namespace));
    }

    @Override
    public Optional<BackupStorage> storage(String namespace, String name) {
        return storages.get(new ResourceID(name, namespace));
    }

    @Override
    public Optional<VmBackup> backup(String namespace, String name) {
        return backups.get(new ResourceID(name, namespace));
    }

    @Override
    public Stream<VmBackup> backups(String namespace) {
        return in(backups, namespace);
    }

    @Override
    public Stream<VmRestore> restores(String namespace) {
        return in(restores, namespace);
    }

    @Override
    public Stream<BackupPolicy> policies(String namespace) {
        return in(policies, namespace);
    }

    private static <T extends HasMetadata> Stream<T> in(Cache<T> cache, String namespace) {
        return cache.list(resource -> namespace.equals(resource.getMetadata().getNamespace()));
    }
}
