package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.access.Namespaces;
import dev.lifeboat.operator.access.PoolCalls;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.inventory.PoolTriggers;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.status.Events;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XenException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has each pool looked over at the start, when a backup or restore ended or was deleted, and now and then.
/// What it finds is written to the status by the pool's own reconciler.
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
    private final KnownOwners owners;
    private final Namespaces namespaces;
    private final Events events;
    private final PoolTriggers triggers;
    private final Clock clock;

    public JanitorReconciler(
            PoolCalls pools,
            Findings findings,
            CurrentOwners current,
            Namespaces namespaces,
            Announcements announcements) {
        this.sweeper = new Sweeper(pools, announcements.clock());
        this.sweeps = findings.sweeps();
        this.owners = new KnownOwners(current, findings.inventories(), announcements.clock());
        this.namespaces = namespaces;
        this.events = announcements.events();
        this.triggers = announcements.triggers();
        this.clock = announcements.clock();
    }

    /// What is known of pools.
    public record Findings(Sweeps sweeps, Inventories inventories) {}

    /// How others hear of what it finds.
    public record Announcements(Events events, PoolTriggers triggers, Clock clock) {}

    @Override
    public List<EventSource<?, XenHypervisor>> prepareEventSources(EventSourceContext<XenHypervisor> context) {
        return owners.watch(context);
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
            var sweep = sweeper.sweep(
                    hypervisor,
                    namespaces.uid(hypervisor.getMetadata().getNamespace()),
                    owners.cached(hypervisor),
                    () -> owners.current(hypervisor));
            sweeps.keep(hypervisor, sweep);
            announce(hypervisor, sweep, last);
            return sweep.remaining().isEmpty() ? PERIOD : STUCK;
        } catch (Problem | XenException e) {
            LOG.info("The pool is not looked over now: {}", e.getMessage());
            return AGAIN;
        }
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
            triggers.wake(hypervisor);
        }
    }
}
