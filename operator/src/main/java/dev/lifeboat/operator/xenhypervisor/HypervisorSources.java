package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenVm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What wakes the reconciler of a pool beside the pool's own spec: what its XenVm objects are written from.
final class HypervisorSources {
    private HypervisorSources() {}

    static List<EventSource<?, XenHypervisor>> of(EventSourceContext<XenHypervisor> context) {
        return List.of(policies(context), backups(context), published(context));
    }

    private static EventSource<?, XenHypervisor> policies(EventSourceContext<XenHypervisor> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(BackupPolicy.class, XenHypervisor.class)
                        .withName("BackupPolicy")
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(policy -> policy.getSpec().hypervisorRefs().stream()
                                .map(ref -> id(policy, ref))
                                .collect(Collectors.toSet()))
                        .withOnUpdateFilter(HypervisorSources::specChanged)
                        .build(),
                context);
    }

    /// Progress is written every few seconds and changes nothing here.
    private static EventSource<?, XenHypervisor> backups(EventSourceContext<XenHypervisor> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(VmBackup.class, XenHypervisor.class)
                        .withName("VmBackup")
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(backup ->
                                Set.of(id(backup, backup.getSpec().source().hypervisorRef())))
                        .withOnUpdateFilter((after, before) -> !Objects.equals(finishedAt(after), finishedAt(before)))
                        .build(),
                context);
    }

    /// Our own writing of status is no news, somebody's deletion is.
    private static EventSource<?, XenHypervisor> published(EventSourceContext<XenHypervisor> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(XenVm.class, XenHypervisor.class)
                        .withName("XenVm")
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(
                                vm -> Set.of(id(vm, vm.getSpec().hypervisorRef())))
                        .withOnAddFilter(_ -> false)
                        .withOnUpdateFilter((after, before) -> !Objects.equals(
                                after.getMetadata().getLabels(),
                                before.getMetadata().getLabels()))
                        .build(),
                context);
    }

    private static boolean specChanged(HasMetadata after, HasMetadata before) {
        return !Objects.equals(
                after.getMetadata().getGeneration(), before.getMetadata().getGeneration());
    }

    private static @Nullable Object finishedAt(VmBackup backup) {
        return backup.getStatus() == null ? null : backup.getStatus().finishedAt();
    }

    private static ResourceID id(HasMetadata referrer, LocalRef ref) {
        return new ResourceID(ref.name(), referrer.getMetadata().getNamespace());
    }
}
