package dev.lifeboat.operator.backupstorage;

import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.ProbeReport;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.BackupStorageStatus;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.operator.access.SpecDuration;
import dev.lifeboat.operator.access.StorageAccesses;
import dev.lifeboat.operator.agent.AgentJobs;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.backupstorage.ProbePlan.Step;
import dev.lifeboat.operator.metrics.Meters;
import dev.lifeboat.operator.naming.ShortHash;
import dev.lifeboat.operator.status.Reporter;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Has an agent look at a storage after every change of the spec, after backups, and at intervals.
@ControllerConfiguration(name = "backupstorage")
@GradualRetry(maxAttempts = -1, initialInterval = 5_000, intervalMultiplier = 2, maxInterval = 300_000)
public final class BackupStorageReconciler implements Reconciler<BackupStorage> {
    /// Secrets and claims are not watched: that would need the right to read all of them all the time.
    private static final Duration LOOK_AGAIN_AT_REFERENCES = Duration.ofSeconds(20);
    /// Jobs wake us when they change; what keeps a pod from starting does not.
    private static final Duration LOOK_AGAIN_AT_POD = Duration.ofSeconds(10);
    /// Of a storage's name in the name of a Job.
    private static final int NAME_LENGTH = 40;

    private final AgentJobs agents;
    private final StorageAccesses accesses;
    private final Reporter reporter;
    private final Meters meters;
    private final Clock clock;

    public BackupStorageReconciler(
            AgentJobs agents, StorageAccesses accesses, Reporter reporter, Meters meters, Clock clock) {
        this.agents = agents;
        this.accesses = accesses;
        this.reporter = reporter;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, BackupStorage>> prepareEventSources(EventSourceContext<BackupStorage> context) {
        return List.of(AgentJobs.wakeOwner(context, BackupStorage.class), finishedBackups(context));
    }

    private static EventSource<?, BackupStorage> finishedBackups(EventSourceContext<BackupStorage> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(VmBackup.class, BackupStorage.class)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(BackupStorageReconciler::filledBy)
                        .build(),
                context);
    }

    private static Set<ResourceID> filledBy(VmBackup backup) {
        return finishedAt(backup).isEmpty()
                ? Set.of()
                : Set.of(new ResourceID(
                        backup.getSpec().storageRef().name(),
                        backup.getMetadata().getNamespace()));
    }

    private static Optional<Instant> finishedAt(VmBackup backup) {
        return Optional.ofNullable(backup.getStatus()).map(VmBackupStatus::finishedAt);
    }

    @Override
    public UpdateControl<BackupStorage> reconcile(BackupStorage storage, Context<BackupStorage> context) {
        var status = new StorageStatus(storage, clock);
        var interval = SpecDuration.parse(storage.getSpec().probe().interval());
        var observed = new ProbePlan.Observed(
                clock.instant(),
                status.lastProbe(),
                status.specChanged(),
                status.well(),
                interval,
                context.getSecondaryResourcesAsStream(VmBackup.class)
                        .flatMap(backup -> finishedAt(backup).stream())
                        .max(Comparator.naturalOrder()));
        var run = agents.observe(storage.getMetadata().getNamespace(), jobName(storage, status));
        return switch (ProbePlan.next(observed, run)) {
            case Step.Sleep(var duration) -> {
                showAgain(storage);
                UpdateControl<BackupStorage> control = UpdateControl.noUpdate();
                yield control.rescheduleAfter(duration);
            }
            case Step.Start _ -> {
                start(storage, jobName(storage, status));
                yield report(storage, status.probing(Optional.empty(), interval), LOOK_AGAIN_AT_POD, context);
            }
            case Step.Wait(var why) -> report(storage, status.probing(why, interval), LOOK_AGAIN_AT_POD, context);
            case Step.Accept(var report) -> accept(storage, status.available(report), report, interval, context);
            case Step.Refuse(var failure) ->
                refuse(storage, status.refused(StorageFailures.reason(failure.reason()), failure.message()), context);
            case Step.GiveUp(var message) ->
                refuse(storage, status.refused(BackupStorageReason.ProbeFailed, message), context);
        };
    }

    @Override
    public ErrorStatusUpdateControl<BackupStorage> updateErrorStatus(
            BackupStorage storage, Context<BackupStorage> context, Exception e) {
        meters.storageDown(storage);
        var control = reporter.problem(
                storage,
                e,
                BackupStorageReason.InternalError,
                verdict -> new StorageStatus(storage, clock)
                        .failed(verdict.conditionStatus(), verdict.reason(), verdict.message()),
                BackupStorage::new,
                context);
        return control.isNoRetry() ? control.rescheduleAfter(LOOK_AGAIN_AT_REFERENCES) : control;
    }

    private void start(BackupStorage storage, String name) {
        var access = accesses.of(storage);
        agents.stopOthers(storage, name);
        var order = new ProbeOrder(storage.getMetadata().getUid(), access, true);
        agents.start(new AgentOrder(storage, name, order, Optional.empty(), storage));
    }

    /// Gauges do not outlive the process; what the last probe found does, in the status.
    private void showAgain(BackupStorage storage) {
        var status = storage.getStatus();
        if (status != null && new StorageStatus(storage, clock).well() && status.usage() != null) {
            meters.storageUp(
                    storage, status.usage().logicalBytes(), status.usage().storedBytes());
        } else {
            meters.storageDown(storage);
        }
    }

    private UpdateControl<BackupStorage> accept(
            BackupStorage storage,
            BackupStorageStatus status,
            ProbeReport report,
            Duration interval,
            Context<BackupStorage> context) {
        meters.storageUp(storage, report.logicalBytes(), report.storedBytes());
        return report(storage, status, interval, context);
    }

    private UpdateControl<BackupStorage> refuse(
            BackupStorage storage, BackupStorageStatus status, Context<BackupStorage> context) {
        meters.storageDown(storage);
        return report(storage, status, ProbePlan.AFTER_FAILURE, context);
    }

    private UpdateControl<BackupStorage> report(
            BackupStorage storage, BackupStorageStatus status, Duration next, Context<BackupStorage> context) {
        return reporter.report(storage, status, BackupStorage::new, context).rescheduleAfter(next);
    }

    /// A name for each probe: of this spec, after the last one. It stays the same until the probe's result is written,
    /// so that no probe is started twice or forgotten; the Job of the last one stays for whoever wants to read its
    /// log.
    private static String jobName(BackupStorage storage, StorageStatus status) {
        var name = storage.getMetadata().getName();
        var probe = storage.getMetadata().getGeneration() + "/" + status.lastProbe();
        var shortName =
                name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH - 6) + "-" + ShortHash.of(name, 5);
        return shortName.replace('.', '-') + "-probe-" + ShortHash.of(probe, 6);
    }
}
