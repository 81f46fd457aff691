package dev.lifeboat.operator.fakes;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.queue.Neighbours;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Resources in memory.
public final class FakeNeighbours implements Neighbours {
    private final List<HasMetadata> resources = new ArrayList<>();

    public void put(HasMetadata resource) {
        resources.removeIf(it -> it.getClass() == resource.getClass()
                && it.getMetadata().getName().equals(resource.getMetadata().getName()));
        resources.add(resource);
    }

    public void remove(HasMetadata resource) {
        resources.remove(resource);
    }

    @Override
    public Optional<XenHypervisor> hypervisor(String namespace, String name) {
        return find(XenHypervisor.class, namespace, name);
    }

    @Override
    public Optional<BackupStorage> storage(String namespace, String name) {
        return find(BackupStorage.class, namespace, name);
    }

    @Override
    public Optional<VmBackup> backup(String namespace, String name) {
        return find(VmBackup.class, namespace, name);
    }

    @Override
    public Stream<VmBackup> backups(String namespace) {
        return in(VmBackup.class, namespace);
    }

    @Override
    public Stream<VmRestore> restores(String namespace) {
        return in(VmRestore.class, namespace);
    }

    @Override
    public Stream<BackupPolicy> policies(String namespace) {
        return in(BackupPolicy.class, namespace);
    }

    private <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
        return in(kind, namespace)
                .filter(resource -> resource.getMetadata().getName().equals(name))
                .findFirst();
    }

    private <T extends HasMetadata> Stream<T> in(Class<T> kind, String namespace) {
        return resources.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(resource -> resource.getMetadata().getNamespace().equals(namespace));
    }
}
