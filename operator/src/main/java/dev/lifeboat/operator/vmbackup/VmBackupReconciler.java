package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.agent.AgentJobs;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.metrics.Meters;
import dev.lifeboat.operator.queue.CachedNeighbours;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Wakers;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Events;
import dev.lifeboat.operator.status.Reporter;
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

/// Brings each VmBackup to its recovery point, or to the reason why there is none.
@ControllerConfiguration(name = "vmbackup", finalizerName = VmBackupReconciler.FINALIZER)
@GradualRetry(maxAttempts = -1, initialInterval = 2_000, intervalMultiplier = 2, maxInterval = 300_000)
public final class VmBackupReconciler implements Reconciler<VmBackup>, Cleaner<VmBackup> {
    static final String FINALIZER = "lifeboat.dev/backup-data";
    /// For what a person mends: nothing wakes us when a Secret changes.
    private static final Duration MENDED = Duration.ofMinutes(1);
    private static final Duration DELETION_PERIOD = Duration.ofSeconds(2);
    private static final Duration BLOCKED_PERIOD = Duration.ofSeconds(30);

    private final Means means;
    private final Reporter reporter;
    private final Events events;
    private final Meters meters;
    private volatile Optional<Neighbours> neighbours = Optional.empty();

    public VmBackupReconciler(Means means, Reporter reporter, Events events, Meters meters) {
        this.means = means;
        this.reporter = reporter;
        this.events = events;
        this.meters = meters;
    }

    @Override
    public List<EventSource<?, VmBackup>> prepareEventSources(EventSourceContext<VmBackup> context) {
        var wakers = new Wakers<>(context, VmBackup.class, backup -> !Contenders.finished(backup.getStatus()));
        var hypervisors = wakers.on(
                XenHypervisor.class,
                backup -> backup.getSpec().source().hypervisorRef().name());
        var storages = wakers.on(
                BackupStorage.class, backup -> backup.getSpec().storageRef().name());
        var restores = wakers.never(VmRestore.class);
        var policies = wakers.never(BackupPolicy.class);
        neighbours =
                Optional.of(new CachedNeighbours(hypervisors, storages, context.getPrimaryCache(), restores, policies));
        return List.of(hypervisors, storages, restores, policies, AgentJobs.wakeOwner(context, VmBackup.class));
    }

    @Override
    public UpdateControl<VmBackup> reconcile(VmBackup backup, Context<VmBackup> context) {
        if (Contenders.finished(backup.getStatus())) {
            return UpdateControl.noUpdate();
        }
        var around = neighbours.orElseThrow();
        var observed = new VmBackupObserver(around, means).observe(backup);
        var step = VmBackupPlan.next(Request.of(backup), observed, means.clock().instant());
        var done = new VmBackupSteps(around, means).perform(backup, step, Attempt.of(context.getRetryInfo()));
        var control = reporter.report(backup, done.status(), VmBackup::new, context);
        if (Contenders.finished(done.status())) {
            announce(backup, done);
        }
        done.next().ifPresent(control::rescheduleAfter);
        return control;
    }

    /// One event for all that a run has to say of one kind, and a figure for each disk that was read whole.
    private void announce(VmBackup backup, Done done) {
        FullReads.of(backup.getSpec().type(), done.status())
                .forEach(read -> meters.fullRead(
                        backup,
                        backup.getSpec().source().hypervisorRef().name(),
                        read.reason().name(),
                        read.unplanned()));
        Warning.messages(done.warnings()).forEach((reason, message) -> events.warning(backup, reason, message));
    }

    @Override
    public ErrorStatusUpdateControl<VmBackup> updateErrorStatus(
            VmBackup backup, Context<VmBackup> context, Exception exception) {
        if (backup.getMetadata().getDeletionTimestamp() != null) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        var control = reporter.problem(
                backup,
                exception,
                VmBackupReason.InternalError,
                verdict -> ErrorStatus.of(backup, verdict, means.clock()),
                VmBackup::new,
                context);
        return control.isNoRetry() ? control.rescheduleAfter(MENDED) : control;
    }

    @Override
    public DeleteControl cleanup(VmBackup backup, Context<VmBackup> context) {
        var around = neighbours.orElseThrow();
        var step = DeletionPlan.next(new DeletionObserver(around, means).observe(backup));
        new DeletionSteps(around, means)
                .perform(backup, step, Attempt.of(context.getRetryInfo()))
                .forEach(stuck -> events.warning(backup, VmBackupReason.Deleting, stuck));
        return switch (step) {
            case DeletionStep.Release _ -> DeleteControl.defaultDelete();
            case DeletionStep.Wait(var reason, var message) -> stay(backup, context, reason, message);
            case DeletionStep.TryAgain(var reason, var message) -> stay(backup, context, reason, message);
            case DeletionStep.StopAgent() ->
                stay(backup, context, VmBackupReason.Deleting, "The agent was told to stop.");
            case DeletionStep.StartDeletion() ->
                stay(backup, context, VmBackupReason.Deleting, "An agent removes the data.");
        };
    }

    private DeleteControl stay(VmBackup backup, Context<VmBackup> context, VmBackupReason reason, String message) {
        var status = new StatusDraft(backup, means.clock()).deleting(reason, message);
        reporter.report(backup, status, VmBackup::new, context);
        return DeleteControl.noFinalizerRemoval()
                .rescheduleAfter((reason == VmBackupReason.Deleting ? DELETION_PERIOD : BLOCKED_PERIOD).toMillis());
    }
}
