package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/// Asks the cluster itself for all owners of a namespace: what a cache does not know yet is not gone.
public final class CurrentOwners {
    private final KubernetesClient client;

    public CurrentOwners(KubernetesClient client) {
        this.client = client;
    }

    List<VmBackup> backups(String namespace) {
        return client.resources(VmBackup.class).inNamespace(namespace).list().getItems();
    }

    List<VmRestore> restores(String namespace) {
        return client.resources(VmRestore.class).inNamespace(namespace).list().getItems();
    }

    List<BackupPolicy> policies(String namespace) {
        return client.resources(BackupPolicy.class)
                .inNamespace(namespace)
                .list()
                .getItems();
    }
}
