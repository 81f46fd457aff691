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
import dev.lifeboat.operator.status.RunTimes;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The next status: starts as the last one, learns what a pass found out, and is written as a whole.
final class StatusDraft {
    private final VmRestore restore;
    private final List<Condition> previous;
    private final Clock clock;
    private final Optional<Phase> lastPhase;
    private final RunTimes times;
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
        this.times = new RunTimes(clock, last.map(VmRestoreStatus::startedAt), last.map(VmRestoreStatus::finishedAt));
        last.ifPresent(this::copy);
    }

    private void copy(VmRestoreStatus last) {
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
        return Conditions.says(previous, Conditions.COMPLETE, reason);
    }

    StatusDraft started() {
        times.start();
        return this;
    }

    StatusDraft progressed(Progress seen) {
        progress = ProgressText.of(Optional.ofNullable(progress), seen, times.now());
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
        progress =
                ProgressText.done(Optional.ofNullable(progress), report.seconds(), report.writtenBytes(), times.now());
        return this;
    }

    /// @param location for people
    /// @param warning  about the object
    StatusDraft exported(ExportReport report, Optional<String> location, Optional<String> warning) {
        export = new ExportStatus(location.orElse(null), report.key(), report.bytes(), report.sha256());
        writtenBytes = report.bytes();
        missingDisks = missing(report.missing());
        warnings = warning.map(List::of).orElse(null);
        progress =
                ProgressText.done(Optional.ofNullable(progress), report.seconds(), report.verifiedBytes(), times.now());
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
        times.finish();
        return build(conditions().isTrue(Conditions.COMPLETE, VmRestoreReason.Completed, message), Phase.Succeeded);
    }

    VmRestoreStatus failed(VmRestoreReason reason, String message) {
        times.finish();
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
        return reason.phase()
                .or(() -> times.startedAt() == null ? Optional.empty() : lastPhase)
                .orElse(Phase.Pending);
    }

    private ConditionsBuilder conditions() {
        return new ConditionsBuilder(previous, restore, clock);
    }

    private VmRestoreStatus build(ConditionsBuilder conditions, Phase phase) {
        return new VmRestoreStatus(
                restore.getMetadata().getGeneration(),
                phase,
                conditions.build(),
                times.startedAt(),
                times.finishedAt(),
                times.duration().map(Duration::toSeconds).orElse(null),
                times.duration().map(Figures::duration).orElse(null),
                vm,
                disks,
                missingDisks,
                progress,
                writtenBytes,
                warnings,
                export);
    }
}
