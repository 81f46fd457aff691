package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Wakers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Where the owners of what is on a pool are known from: at once from caches that also tell when one ended, and
/// certainly from the cluster itself.
final class KnownOwners {
    private final CurrentOwners cluster;
    private final Inventories inventories;
    private final Clock clock;
    private volatile Optional<Caches> caches = Optional.empty();

    private record Caches(Cache<VmBackup> backups, Cache<VmRestore> restores, Cache<BackupPolicy> policies) {}

    KnownOwners(CurrentOwners cluster, Inventories inventories, Clock clock) {
        this.cluster = cluster;
        this.inventories = inventories;
        this.clock = clock;
    }

    /// They wake the janitor when a backup or restore is over or gone.
    List<EventSource<?, XenHypervisor>> watch(EventSourceContext<XenHypervisor> context) {
        var backups = source(
                context,
                VmBackup.class,
                backup -> backup.getSpec().source().hypervisorRef().name(),
                backup -> Contenders.finished(backup.getStatus()));
        var restores = source(
                context,
                VmRestore.class,
                restore -> restore.getSpec().pool().orElse(""),
                restore -> Contenders.finished(restore.getStatus()));
        var policies = new Wakers<>(context, XenHypervisor.class, _ -> false).never(BackupPolicy.class);
        caches = Optional.of(new Caches(backups, restores, policies));
        return List.of(backups, restores, policies);
    }

    private static <R extends HasMetadata> InformerEventSource<R, XenHypervisor> source(
            EventSourceContext<XenHypervisor> context,
            Class<R> kind,
            Function<R, String> hypervisor,
            Predicate<R> finished) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, XenHypervisor.class)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(resource -> Set.of(new ResourceID(
                                hypervisor.apply(resource),
                                resource.getMetadata().getNamespace())))
                        .withOnAddFilter(_ -> false)
                        .withOnUpdateFilter((after, before) -> finished.test(after) && !finished.test(before))
                        .build(),
                context);
    }

    /// As they were a moment ago.
    Owners cached(XenHypervisor hypervisor) {
        var known = caches.orElseThrow();
        var namespace = hypervisor.getMetadata().getNamespace();
        return owners(
                hypervisor,
                in(known.backups(), namespace),
                in(known.restores(), namespace),
                in(known.policies(), namespace));
    }

    /// As they are now.
    Owners current(XenHypervisor hypervisor) {
        var namespace = hypervisor.getMetadata().getNamespace();
        return owners(hypervisor, cluster.backups(namespace), cluster.restores(namespace), cluster.policies(namespace));
    }

    private Owners owners(
            XenHypervisor hypervisor, List<VmBackup> backups, List<VmRestore> restores, List<BackupPolicy> policies) {
        return new Owners(
                backups,
                restores,
                Abandoned.of(
                        backups,
                        policies,
                        hypervisor.getMetadata().getName(),
                        inventories.of(hypervisor),
                        clock.instant()));
    }

    private static <T extends HasMetadata> List<T> in(Cache<T> cache, String namespace) {
        return cache.list(resource -> namespace.equals(resource.getMetadata().getNamespace()))
                .toList();
    }
}
