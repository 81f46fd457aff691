package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.queue.Obstacle;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
            var hypervisor = Optional.ofNullable(known.get(ref.name()));
            var reading = hypervisor.flatMap(inventories::of);
            Obstacle.of(hypervisor, ref.name(), "spec.hypervisorRefs")
                    .or(() -> reading.isPresent() ? Optional.empty() : Optional.of(unread(ref)))
                    .ifPresent(obstacle -> note(obstacle, unknown, notReady));
            reading.ifPresent(it -> it.inventory().vms().forEach(vm -> candidates.add(new Candidate(ref.name(), vm))));
            read += reading.isPresent() ? 1 : 0;
        }
        var storageName = policy.getSpec().storageRef().name();
        var storage = Optional.ofNullable(byName(storages).get(storageName));
        Obstacle.ofStorage(storage, storageName, "spec.storageRef")
                .ifPresent(obstacle -> note(obstacle, unknown, notReady));
        return new Observed(
                clock.instant(), candidates, read, unknown, notReady, storage.isPresent(), List.copyOf(backups));
    }

    private static void note(Obstacle obstacle, List<String> unknown, List<String> notReady) {
        switch (obstacle.kind()) {
            case Missing -> unknown.add(obstacle.message());
            case NotReady -> notReady.add(obstacle.message());
        }
    }

    private static Obstacle unread(LocalRef hypervisor) {
        return new Obstacle(
                Obstacle.Kind.NotReady, "The inventory of XenHypervisor " + hypervisor.name() + " was not read yet.");
    }

    private static <R extends HasMetadata> Map<String, R> byName(Collection<R> resources) {
        return resources.stream()
                .collect(Collectors.toMap(it -> it.getMetadata().getName(), Function.identity(), (one, _) -> one));
    }
}
