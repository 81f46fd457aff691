package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.ProgressStatus;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.VmRestoreStatus;
import dev.lifeboat.crds.VmRestoreStatus.DiskStatus;
import dev.lifeboat.crds.VmRestoreStatus.ExportStatus;
import dev.lifeboat.crds.VmRestoreStatus.MissingDisk;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.crds.VmRestoreStatus.RestoredVmRef;
import dev.lifeboat.operator.figures.Figures;
import dev.lifeboat.operator.figures.ProgressText;
import dev.lifeboat.operator.status.ConditionsBuilder;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The next status: starts as the last one, learns what a pass found out, and is written as a whole.
final class StatusDraft {
    private final VmRestore restore;
    private final List<Condition> previous;
    private final Clock clock;
    private final Optional<Phase> lastPhase;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable Long durationSeconds;
    private @Nullable String durationText;
    private @Nullable RestoredVmRef vm;
    private @Nullable List<DiskStatus> disks;
    private @Nullable List<MissingDisk> missingDisks;
    private @Nullable ProgressStatus progress;
    private @Nullable Long writtenBytes;
    private @Nullable List<String> warnings;
    private @Nullable ExportStatus export;

    StatusDraft(VmRestore restore, Clock clock) {
        var last = Optional.ofNullable(restore.getStatus());
        this.restore = restore;
        this.previous = last.map(VmRestoreStatus::conditions).orElse(List.of());
        this.clock = clock;
        this.lastPhase = last.map(VmRestoreStatus::phase);
        last.ifPresent(this::copy);
    }

    private void copy(VmRestoreStatus last) {
        startedAt = last.startedAt();
        finishedAt = last.finishedAt();
        durationSeconds = last.durationSeconds();
        durationText = last.durationText();
        vm = last.vm();
        disks = last.disks();
        missingDisks = last.missingDisks();
        progress = last.progress();
        writtenBytes = last.writtenBytes();
        warnings = last.warnings();
        export = last.export();
    }

    /// The reason that the last pass wrote down.
    boolean says(VmRestoreReason reason) {
        return Conditions.find(previous, Conditions.COMPLETE)
                .filter(condition -> condition.getReason().equals(reason.name()))
                .isPresent();
    }

    StatusDraft started() {
        startedAt = now();
        return this;
    }

    StatusDraft progressed(Progress seen) {
        progress = ProgressText.of(Optional.ofNullable(progress), seen, now());
        return this;
    }

    /// @param name that the VM has or will have
    StatusDraft reported(RestoreReport report, String name) {
        vm = new RestoredVmRef(report.vmUuid().toString(), name);
        writtenBytes = report.writtenBytes();
        disks = report.disks().stream()
                .map(disk ->
                        new DiskStatus(disk.device(), disk.vdiUuid().toString(), disk.sizeBytes(), disk.writtenBytes()))
                .toList();
        missingDisks = missing(report.missing());
        warnings = report.caveats().isEmpty() ? null : report.caveats();
        progress = ProgressText.done(Optional.ofNullable(progress), report.seconds(), report.writtenBytes(), now());
        return this;
    }

    /// @param location for people
    /// @param warning  about the object
    StatusDraft exported(ExportReport report, Optional<String> location, Optional<String> warning) {
        export = new ExportStatus(location.orElse(null), report.key(), report.bytes(), report.sha256());
        writtenBytes = report.bytes();
        missingDisks = missing(report.missing());
        warnings = warning.map(List::of).orElse(null);
        progress = ProgressText.done(Optional.ofNullable(progress), report.seconds(), report.verifiedBytes(), now());
        return this;
    }

    private static @Nullable List<MissingDisk> missing(List<ExcludedDisk> disks) {
        return disks.isEmpty()
                ? null
                : disks.stream()
                        .map(disk -> new MissingDisk(disk.device(), disk.name(), disk.sizeBytes(), disk.reason()))
                        .toList();
    }

    /// Not done yet, and why.
    VmRestoreStatus running(VmRestoreReason reason, String message) {
        return build(conditions().isFalse(Conditions.COMPLETE, reason, message), phase(reason));
    }

    VmRestoreStatus complete(String message) {
        finished();
        return build(conditions().isTrue(Conditions.COMPLETE, VmRestoreReason.Completed, message), Phase.Succeeded);
    }

    VmRestoreStatus failed(VmRestoreReason reason, String message) {
        finished();
        return build(
                conditions().isFalse(Conditions.COMPLETE, reason, nothing()).isTrue(Conditions.FAILED, reason, message),
                reason == VmRestoreReason.Cancelled ? Phase.Cancelled : Phase.Failed);
    }

    private String nothing() {
        return switch (restore.getSpec().mode()) {
            case NewVm -> "No VM was restored; see Failed.";
            case XvaExport -> "Nothing was exported; see Failed.";
        };
    }

    private Phase phase(VmRestoreReason reason) {
        return switch (reason) {
            case Queued -> Phase.Queued;
            case Transferring -> Phase.Transferring;
            case Finalizing -> Phase.Finalizing;
            case Cancelling -> Phase.Cancelling;
            case Completed -> Phase.Succeeded;
            case Cancelled -> Phase.Cancelled;
            case Pending,
                    HypervisorNotReady,
                    StorageNotReady,
                    UnknownReference,
                    BackupNotComplete,
                    PointMissing,
                    TargetMissing,
                    TargetFull,
                    TargetExists,
                    PlaintextNotAllowed,
                    NetworkUnmapped,
                    AgentFailed,
                    StorageUnavailable,
                    RepositoryDamaged,
                    PoolUnreachable,
                    CredentialsRejected,
                    InternalError -> startedAt == null ? Phase.Pending : lastPhase.orElse(Phase.Pending);
        };
    }

    private void finished() {
        var now = now();
        finishedAt = now;
        if (startedAt != null) {
            var duration = Duration.between(startedAt, now);
            durationSeconds = duration.toSeconds();
            durationText = Figures.duration(duration);
        }
    }

    private ConditionsBuilder conditions() {
        return new ConditionsBuilder(previous, restore, clock);
    }

    private VmRestoreStatus build(ConditionsBuilder conditions, Phase phase) {
        return new VmRestoreStatus(
                restore.getMetadata().getGeneration(),
                phase,
                conditions.build(),
                startedAt,
                finishedAt,
                durationSeconds,
                durationText,
                vm,
                disks,
                missingDisks,
                progress,
                writtenBytes,
                warnings,
                export);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
