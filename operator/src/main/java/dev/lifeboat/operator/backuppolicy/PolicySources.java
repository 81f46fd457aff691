package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.Conditioned;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What wakes the reconciler of a policy beside its own spec and schedules.
final class PolicySources {
    private PolicySources() {}

    static List<EventSource<?, BackupPolicy>> of(EventSourceContext<BackupPolicy> context) {
        return List.of(hypervisors(context), storages(context), backups(context));
    }

    private static EventSource<?, BackupPolicy> hypervisors(EventSourceContext<BackupPolicy> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(XenHypervisor.class, BackupPolicy.class)
                        .withName("XenHypervisor")
                        .withNamespacesInheritedFromController()
                        .withPrimaryToSecondaryMapper(
                                (BackupPolicy policy) -> policy.getSpec().hypervisorRefs().stream()
                                        .map(ref -> id(policy, ref))
                                        .collect(Collectors.toSet()))
                        .withSecondaryToPrimaryMapper(hypervisor -> referring(
                                context, hypervisor, policy -> policy.getSpec().hypervisorRefs()))
                        .withOnUpdateFilter((after, before) -> readyChanged(after, before)
                                || !Objects.equals(inventoryTime(after), inventoryTime(before)))
                        .build(),
                context);
    }

    private static EventSource<?, BackupPolicy> storages(EventSourceContext<BackupPolicy> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(BackupStorage.class, BackupPolicy.class)
                        .withName("BackupStorage")
                        .withNamespacesInheritedFromController()
                        .withPrimaryToSecondaryMapper((BackupPolicy policy) ->
                                Set.of(id(policy, policy.getSpec().storageRef())))
                        .withSecondaryToPrimaryMapper(storage -> referring(
                                context,
                                storage,
                                policy -> List.of(policy.getSpec().storageRef())))
                        .withOnUpdateFilter(PolicySources::readyChanged)
                        .build(),
                context);
    }

    /// Progress is written every few seconds and changes nothing here.
    private static EventSource<?, BackupPolicy> backups(EventSourceContext<BackupPolicy> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(VmBackup.class, BackupPolicy.class)
                        .withName("VmBackup")
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(
                                backup -> Optional.ofNullable(backup.getSpec().policyRef())
                                        .map(ref -> Set.of(id(backup, ref)))
                                        .orElse(Set.of()))
                        .withOnUpdateFilter(
                                (after, before) -> BackupCount.finished(after) != BackupCount.finished(before))
                        .build(),
                context);
    }

    private static Set<ResourceID> referring(
            EventSourceContext<BackupPolicy> context,
            HasMetadata referent,
            Function<BackupPolicy, List<LocalRef>> references) {
        return context.getPrimaryCache()
                .list(policy -> policy.getMetadata()
                                .getNamespace()
                                .equals(referent.getMetadata().getNamespace())
                        && references.apply(policy).stream()
                                .anyMatch(ref ->
                                        ref.name().equals(referent.getMetadata().getName())))
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }

    private static <S extends Conditioned> boolean readyChanged(
            CustomResource<?, S> after, CustomResource<?, S> before) {
        return !ready(after).equals(ready(before));
    }

    private static <S extends Conditioned> Optional<Condition> ready(CustomResource<?, S> resource) {
        return Optional.ofNullable(resource.getStatus())
                .map(Conditioned::conditions)
                .flatMap(conditions -> Conditions.find(conditions, Conditions.READY));
    }

    private static Optional<Object> inventoryTime(XenHypervisor hypervisor) {
        return Optional.ofNullable(hypervisor.getStatus()).map(XenHypervisorStatus::lastInventoryTime);
    }

    private static ResourceID id(HasMetadata referrer, LocalRef ref) {
        return new ResourceID(ref.name(), referrer.getMetadata().getNamespace());
    }
}
