package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.access.Namespaces;
import dev.lifeboat.operator.access.PoolCalls;
import dev.lifeboat.operator.inventory.Bells;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.status.Events;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XenException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has each pool looked over at the start, when a backup or restore ended or was deleted, and now and then. What it
/// finds
/// is written to the status by the pool's own reconciler.
@ControllerConfiguration(name = "janitor")
public final class JanitorReconciler implements Reconciler<XenHypervisor> {
    private static final Logger LOG = LoggerFactory.getLogger(JanitorReconciler.class);
    /// Whatever ends in order cleans up after itself at once; this is for what could not, which may wait a little.
    private static final Duration PERIOD = Duration.ofMinutes(10);
    /// A look reads all VMs and disks of the pool; a night of backups ends one every few seconds.
    private static final Duration SETTLED = Duration.ofSeconds(15);
    /// A pool that is out of reach: when it is back, it is cleaned up within a minute.
    private static final Duration AGAIN = Duration.ofSeconds(20);
    /// What the pool would not let go, it may let go after its own clean-up.
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final Sweeper sweeper;
    private final Sweeps sweeps;
    private final CurrentOwners current;
    private final Inventories inventories;
    private final Namespaces namespaces;
    private final Events events;
    private final Bells bells;
    private final Clock clock;
    private volatile Optional<Caches> caches = Optional.empty();

    private record Caches(Cache<VmBackup> backups, Cache<VmRestore> restores, Cache<BackupPolicy> policies) {}

    public JanitorReconciler(
            PoolCalls pools,
            Findings findings,
            CurrentOwners current,
            Namespaces namespaces,
            Announcements announcements) {
        this.sweeper = new Sweeper(pools, announcements.clock());
        this.sweeps = findings.sweeps();
        this.inventories = findings.inventories();
        this.current = current;
        this.namespaces = namespaces;
        this.events = announcements.events();
        this.bells = announcements.bells();
        this.clock = announcements.clock();
    }

    /// What is known of pools.
    public record Findings(Sweeps sweeps, Inventories inventories) {}

    /// How others hear of what it finds.
    public record Announcements(Events events, Bells bells, Clock clock) {}

    @Override
    public List<EventSource<?, XenHypervisor>> prepareEventSources(EventSourceContext<XenHypervisor> context) {
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
        var policies = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(BackupPolicy.class, XenHypervisor.class)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(_ -> Set.<ResourceID>of())
                        .build(),
                context);
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

    @Override
    public UpdateControl<XenHypervisor> reconcile(XenHypervisor hypervisor, Context<XenHypervisor> context) {
        var last = sweeps.of(hypervisor);
        var settled = last.map(
                        sweep -> Duration.between(clock.instant(), sweep.at().plus(SETTLED)))
                .filter(Duration::isPositive);
        if (settled.isPresent()) {
            return UpdateControl.<XenHypervisor>noUpdate().rescheduleAfter(settled.get());
        }
        return UpdateControl.<XenHypervisor>noUpdate().rescheduleAfter(sweep(hypervisor, last));
    }

    /// @return when to look again
    private Duration sweep(XenHypervisor hypervisor, Optional<Sweep> last) {
        if (Obstacle.unreachable(hypervisor)) {
            return AGAIN;
        }
        try {
            var namespace = hypervisor.getMetadata().getNamespace();
            var sweep = sweeper.sweep(
                    hypervisor,
                    namespaces.uid(namespace),
                    cached(hypervisor),
                    () -> owners(
                            hypervisor,
                            current.backups(namespace),
                            current.restores(namespace),
                            current.policies(namespace)));
            sweeps.keep(hypervisor, sweep);
            announce(hypervisor, sweep, last);
            return sweep.remaining().isEmpty() ? PERIOD : STUCK;
        } catch (Problem | XenException e) {
            LOG.info("The pool is not looked over now: {}", e.getMessage());
            return AGAIN;
        }
    }

    private Owners cached(XenHypervisor hypervisor) {
        var known = caches.orElseThrow();
        var namespace = hypervisor.getMetadata().getNamespace();
        return owners(
                hypervisor,
                in(known.backups(), namespace),
                in(known.restores(), namespace),
                in(known.policies(), namespace));
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

    private void announce(XenHypervisor hypervisor, Sweep sweep, Optional<Sweep> last) {
        if (!sweep.removed().isEmpty()) {
            events.normal(
                    hypervisor,
                    XenHypervisorReason.LeftoversRemoved,
                    "Removed from the pool what nobody needs any more: " + String.join(", ", sweep.removed()));
            LOG.info("Removed {}", sweep.removed());
        }
        var before = last.map(Sweep::remaining).orElse(List.of());
        sweep.remaining().stream()
                .filter(remaining -> !before.contains(remaining))
                .forEach(remaining -> events.warning(hypervisor, XenHypervisorReason.LeftoversRemain, remaining.why()));
        if (last.isEmpty() || !sweep.remaining().equals(before)) {
            bells.ring(hypervisor);
        }
    }
}
