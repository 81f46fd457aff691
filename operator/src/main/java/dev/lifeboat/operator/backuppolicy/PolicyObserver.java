package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.Conditioned;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.inventory.Inventories;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Gathers what a policy's decision depends on, from caches alone.
final class PolicyObserver {
    private final Inventories inventories;
    private final Clock clock;

    PolicyObserver(Inventories inventories, Clock clock) {
        this.inventories = inventories;
        this.clock = clock;
    }

    Observed observe(BackupPolicy policy, Context<BackupPolicy> context) {
        return observe(
                policy,
                context.getSecondaryResources(XenHypervisor.class),
                context.getSecondaryResources(BackupStorage.class),
                context.getSecondaryResources(VmBackup.class));
    }

    Observed observe(
            BackupPolicy policy,
            Collection<XenHypervisor> hypervisors,
            Collection<BackupStorage> storages,
            Collection<VmBackup> backups) {
        var candidates = new ArrayList<Candidate>();
        var unknown = new ArrayList<String>();
        var notReady = new ArrayList<String>();
        var known = byName(hypervisors);
        var read = 0;
        for (var ref : policy.getSpec().hypervisorRefs()) {
            var hypervisor = known.get(ref.name());
            if (hypervisor == null) {
                unknown.add(missing("XenHypervisor", ref, "spec.hypervisorRefs"));
                continue;
            }
            var reading = inventories.of(hypervisor);
            notReady(hypervisor)
                    .or(() -> reading.isPresent() ? Optional.empty() : Optional.of(unread(ref)))
                    .ifPresent(notReady::add);
            reading.ifPresent(it -> it.inventory().vms().forEach(vm -> candidates.add(new Candidate(ref.name(), vm))));
            read += reading.isPresent() ? 1 : 0;
        }
        var storage = Optional.ofNullable(
                byName(storages).get(policy.getSpec().storageRef().name()));
        storage.flatMap(PolicyObserver::notReady).ifPresent(notReady::add);
        if (storage.isEmpty()) {
            unknown.add(missing("BackupStorage", policy.getSpec().storageRef(), "spec.storageRef"));
        }
        return new Observed(
                clock.instant(), candidates, read, unknown, notReady, storage.isPresent(), List.copyOf(backups));
    }

    private static String unread(LocalRef hypervisor) {
        return "the inventory of XenHypervisor " + hypervisor.name() + " was not read yet";
    }

    private static String missing(String kind, LocalRef ref, String field) {
        return kind + " " + ref.name() + " of " + field + " does not exist; create it or correct the name";
    }

    private static <S extends Conditioned> Optional<String> notReady(CustomResource<?, S> resource) {
        var name = resource.getKind() + " " + resource.getMetadata().getName();
        var ready = Optional.ofNullable(resource.getStatus())
                .map(Conditioned::conditions)
                .flatMap(conditions -> Conditions.find(conditions, Conditions.READY));
        if (ready.map(Condition::getStatus).filter("True"::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                name + " is not ready" + ready.map(it -> ": " + it.getReason()).orElse(" yet"));
    }

    private static <R extends HasMetadata> Map<String, R> byName(Collection<R> resources) {
        return resources.stream()
                .collect(Collectors.toMap(it -> it.getMetadata().getName(), Function.identity(), (one, _) -> one));
    }
}
