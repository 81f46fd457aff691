package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenVm;
import dev.lifeboat.operator.access.Pools;
import dev.lifeboat.operator.inventory.Followers;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.inventory.PoolTriggers;
import dev.lifeboat.operator.janitor.Sweeps;
import dev.lifeboat.operator.metrics.Meters;
import dev.lifeboat.operator.status.Problems;
import dev.lifeboat.operator.status.Reporter;
import dev.lifeboat.operator.xenvm.XenVms;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to a pool, reads it at intervals, and publishes its VMs.
@ControllerConfiguration(name = "xenhypervisor")
@GradualRetry(maxAttempts = -1, initialInterval = 5_000, intervalMultiplier = 2, maxInterval = 30_000)
public final class XenHypervisorReconciler implements Reconciler<XenHypervisor> {
    private static final Logger LOG = LoggerFactory.getLogger(XenHypervisorReconciler.class);
    /// Secrets and ConfigMaps are not watched: that would need the right to read all of them all the time.
    private static final Duration LOOK_AGAIN_AT_REFERENCES = Duration.ofSeconds(20);

    private final InventoryReader reader;
    private final Findings findings;
    private final XenVms vms;
    private final Reporter reporter;
    private final Meters meters;
    private final Clock clock;

    /// What others find out about pools.
    ///
    /// @param triggers by which they wake this reconciler
    public record Findings(Inventories inventories, Sweeps sweeps, Followers followers, PoolTriggers triggers) {}

    public XenHypervisorReconciler(
            Pools pools, Findings findings, XenVms vms, Reporter reporter, Meters meters, Clock clock) {
        this.reader = new InventoryReader(pools, findings.inventories(), clock);
        this.findings = findings;
        this.vms = vms;
        this.reporter = reporter;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, XenHypervisor>> prepareEventSources(EventSourceContext<XenHypervisor> context) {
        return Stream.concat(
                        HypervisorSources.of(context).stream(),
                        Stream.of(findings.triggers().source()))
                .toList();
    }

    @Override
    public UpdateControl<XenHypervisor> reconcile(XenHypervisor hypervisor, Context<XenHypervisor> context) {
        var reading = reader.current(hypervisor, lastOneFailed(hypervisor));
        findings.followers().follow(hypervisor);
        var outcome = vms.publish(hypervisor, reading, surroundings(context));
        var status = new HypervisorStatus(hypervisor, clock)
                .connected(
                        reading,
                        outcome,
                        findings.sweeps().of(hypervisor),
                        findings.followers().source(hypervisor));
        var conditions = status.conditions() == null ? List.<Condition>of() : status.conditions();
        meters.hypervisorUp(
                hypervisor, HypervisorConditions.nbdUsable(conditions), outcome.unprotectedVms(), outcome.vms());
        findings.sweeps()
                .of(hypervisor)
                .ifPresent(
                        sweep -> meters.leftovers(hypervisor, sweep.remaining().size()));
        return reporter.report(hypervisor, status, XenHypervisor::new, context)
                .rescheduleAfter(reader.untilNext(hypervisor, reading));
    }

    @Override
    public ErrorStatusUpdateControl<XenHypervisor> updateErrorStatus(
            XenHypervisor hypervisor, Context<XenHypervisor> context, Exception e) {
        meters.hypervisorDown(hypervisor);
        doubtPublished(hypervisor, context);
        var control = reporter.problem(
                hypervisor,
                e,
                XenHypervisorReason.InternalError,
                verdict -> new HypervisorStatus(hypervisor, clock).failed(verdict, Problems.unwrapped(e)),
                XenHypervisor::new,
                context);
        return control.isNoRetry() ? control.rescheduleAfter(LOOK_AGAIN_AT_REFERENCES) : control;
    }

    /// After a failure the pool is asked again at once, whatever is still in memory.
    private static boolean lastOneFailed(XenHypervisor hypervisor) {
        var status = hypervisor.getStatus();
        return status == null
                || status.conditions() == null
                || Conditions.find(status.conditions(), Conditions.READY)
                        .filter(ready -> ready.getStatus().equals("True")
                                || ready.getReason().equals(XenHypervisorReason.Suspended.name()))
                        .isEmpty();
    }

    private void doubtPublished(XenHypervisor hypervisor, Context<XenHypervisor> context) {
        try {
            vms.unreachable(
                    context.getSecondaryResources(XenVm.class),
                    "XenHypervisor " + hypervisor.getMetadata().getName()
                            + " is not ready; this is what was last seen");
        } catch (KubernetesClientException e) {
            LOG.warn("XenVm objects still say that their VMs are present: {}", e.getMessage());
        }
    }

    private static XenVms.Surroundings surroundings(Context<XenHypervisor> context) {
        return new XenVms.Surroundings(
                context.getSecondaryResources(BackupPolicy.class),
                context.getSecondaryResources(VmBackup.class),
                context.getSecondaryResources(XenVm.class));
    }
}
