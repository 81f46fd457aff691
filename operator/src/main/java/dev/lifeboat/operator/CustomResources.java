package dev.lifeboat.operator;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenVm;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/// Whether the cluster knows our kinds: without them every informer fails, each with a message of its own.
final class CustomResources {
    private static final List<Class<? extends CustomResource<?, ?>>> KINDS = List.of(
            XenHypervisor.class, XenVm.class, BackupStorage.class, BackupPolicy.class, VmBackup.class, VmRestore.class);

    private CustomResources() {}

    /// @return names of CRDs
    static List<String> missingIn(KubernetesClient client) {
        return KINDS.stream()
                .filter(kind -> !client.supports(kind))
                .map(CustomResource::getCRDName)
                .toList();
    }
}
