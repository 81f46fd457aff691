package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.VmRestoreStatus;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.agent.AgentJobs;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.CachedNeighbours;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Wakers;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Events;
import dev.lifeboat.operator.status.Reporter;
import dev.lifeboat.operator.status.Verdict;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Brings each VmRestore to a VM that can be started or to an XVA in the storage, or to the reason why there is
/// none.
@ControllerConfiguration(name = "vmrestore", finalizerName = VmRestoreReconciler.FINALIZER)
@GradualRetry(maxAttempts = -1, initialInterval = 2_000, intervalMultiplier = 2, maxInterval = 300_000)
public final class VmRestoreReconciler implements Reconciler<VmRestore>, Cleaner<VmRestore> {
    static final String FINALIZER = "lifeboat.dev/agent-cleanup";
    /// For what a person mends: nothing wakes us when a Secret changes.
    private static final Duration MENDED = Duration.ofMinutes(1);
    private static final Duration STOPPING_PERIOD = Duration.ofSeconds(2);

    private final Means means;
    private final Reporter reporter;
    private final Events events;
    private volatile Optional<Neighbours> neighbours = Optional.empty();

    public VmRestoreReconciler(Means means, Reporter reporter, Events events) {
        this.means = means;
        this.reporter = reporter;
        this.events = events;
    }

    @Override
    public List<EventSource<?, VmRestore>> prepareEventSources(EventSourceContext<VmRestore> context) {
        var wakers = new Wakers<>(context, VmRestore.class, restore -> !Contenders.finished(restore.getStatus()));
        var hypervisors = wakers.on(
                XenHypervisor.class, restore -> restore.getSpec().pool().orElse(""));
        var backups = wakers.on(VmBackup.class, VmRestoreReconciler::backup);
        var storages = wakers.never(BackupStorage.class);
        var policies = wakers.never(BackupPolicy.class);
        neighbours =
                Optional.of(new CachedNeighbours(hypervisors, storages, backups, context.getPrimaryCache(), policies));
        return List.of(hypervisors, backups, storages, policies, AgentJobs.wakeOwner(context, VmRestore.class));
    }

    private static String backup(VmRestore restore) {
        var ref = restore.getSpec().source().backupRef();
        return ref == null ? "" : ref.name();
    }

    @Override
    public UpdateControl<VmRestore> reconcile(VmRestore restore, Context<VmRestore> context) {
        if (Contenders.finished(restore.getStatus())) {
            return UpdateControl.noUpdate();
        }
        var around = neighbours.orElseThrow();
        var observed = new VmRestoreObserver(around, means).observe(restore);
        var step = VmRestorePlan.next(Request.of(restore), observed);
        var done = new VmRestoreSteps(around, means).perform(restore, step, Attempt.of(context.getRetryInfo()));
        done.warning().ifPresent(warning -> events.warning(restore, VmRestoreReason.Finalizing, warning));
        var control = reporter.report(restore, done.status(), VmRestore::new, context);
        done.next().ifPresent(control::rescheduleAfter);
        return control;
    }

    @Override
    public ErrorStatusUpdateControl<VmRestore> updateErrorStatus(
            VmRestore restore, Context<VmRestore> context, Exception exception) {
        if (restore.getMetadata().getDeletionTimestamp() != null) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        var control = reporter.problem(
                restore,
                exception,
                VmRestoreReason.InternalError,
                verdict -> status(restore, verdict),
                VmRestore::new,
                context);
        return control.isNoRetry() ? control.rescheduleAfter(MENDED) : control;
    }

    /// A restore goes on when what stands in its way is mended; `cancel` ends it.
    private VmRestoreStatus status(VmRestore restore, Verdict verdict) {
        return new StatusDraft(restore, means.clock()).running(reason(verdict.reason()), verdict.message());
    }

    static VmRestoreReason reason(Reason reason) {
        return switch (reason) {
            case VmRestoreReason own -> own;
            case XenHypervisorReason pool -> ofPool(pool);
            case BackupStorageReason _ -> VmRestoreReason.StorageNotReady;
            default -> VmRestoreReason.InternalError;
        };
    }

    private static VmRestoreReason ofPool(XenHypervisorReason reason) {
        return switch (reason) {
            case NotReachable, CertificateNotTrusted -> VmRestoreReason.PoolUnreachable;
            case CredentialsRejected, PermissionDenied -> VmRestoreReason.CredentialsRejected;
            default -> VmRestoreReason.HypervisorNotReady;
        };
    }

    /// What a finished restore made is the user's. One under way is undone.
    @Override
    public DeleteControl cleanup(VmRestore restore, Context<VmRestore> context) {
        if (Contenders.finished(restore.getStatus()) || !Request.of(restore).started()) {
            return DeleteControl.defaultDelete();
        }
        var undo = new Undo(neighbours.orElseThrow(), means);
        if (!undo.agentGone(restore)) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(STOPPING_PERIOD.toMillis());
        }
        undo.destroyVm(restore, Attempt.of(context.getRetryInfo()))
                .forEach(stuck -> events.warning(restore, VmRestoreReason.Cancelling, stuck));
        return DeleteControl.defaultDelete();
    }
}
