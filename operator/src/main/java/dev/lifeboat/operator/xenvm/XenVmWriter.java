package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.XenVm;
import dev.lifeboat.crds.XenVmStatus;
import dev.lifeboat.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes XenVm objects by server-side apply, and only where something differs: a pool may have thousands.
public final class XenVmWriter {
    private static final String FIELD_MANAGER = "lifeboat-operator";
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;

    public XenVmWriter(KubernetesClient client) {
        this.client = client;
    }

    void write(XenVm object, XenVmStatus status, Optional<XenVm> existing) {
        if (existing.isEmpty() || !sameLabels(object, existing.get())) {
            var fresh = new XenVm();
            fresh.setMetadata(new ObjectMetaBuilder(object.getMetadata())
                    .withGeneration(null)
                    .build());
            fresh.setSpec(object.getSpec());
            client.resource(fresh).patch(APPLY);
        }
        if (!existing.map(XenVm::getStatus).filter(status::equals).isPresent()) {
            applyStatus(object, status);
        }
    }

    void writeStatus(XenVm existing, XenVmStatus status) {
        if (!status.equals(existing.getStatus())) {
            applyStatus(existing, status);
        }
    }

    void delete(XenVm vm) {
        client.resource(vm).delete();
    }

    private void applyStatus(XenVm of, XenVmStatus status) {
        var fresh = new XenVm();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(of.getMetadata().getName())
                .withNamespace(of.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        client.resource(fresh).subresource("status").patch(APPLY);
    }

    /// Labels that others put on the object are theirs.
    private static boolean sameLabels(XenVm object, XenVm existing) {
        return object.getMetadata().getLabels().equals(ours(existing));
    }

    private static Map<String, String> ours(XenVm existing) {
        var labels = Optional.ofNullable(existing.getMetadata().getLabels()).orElse(Map.of());
        return labels.entrySet().stream()
                .filter(label ->
                        label.getKey().startsWith(Labels.TAG_PREFIX) || Labels.OF_XEN_VMS.contains(label.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
