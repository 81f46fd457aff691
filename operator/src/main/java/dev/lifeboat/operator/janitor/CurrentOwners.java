package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import io.fabric8.kubernetes.client.KubernetesClient;

/// Asks the cluster itself for all owners of a namespace: what a cache does not know yet is not gone.
public final class CurrentOwners {
    private final KubernetesClient client;

    public CurrentOwners(KubernetesClient client) {
        this.client = client;
    }

    Owners in(String namespace) {
        return new Owners(
                client.resources(VmBackup.class).inNamespace(namespace).list().getItems(),
                client.resources(VmRestore.class).inNamespace(namespace).list().getItems());
    }
}
