package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.ProgressStatus;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.DiskStatus;
import dev.lifeboat.crds.VmBackupStatus.Effective;
import dev.lifeboat.crds.VmBackupStatus.ExcludedDisk;
import dev.lifeboat.crds.VmBackupStatus.Location;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.crds.VmBackupStatus.Size;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.VmBackupStatus.VmRef;
import dev.lifeboat.operator.figures.ProgressText;
import dev.lifeboat.operator.status.ByteSize;
import dev.lifeboat.operator.status.ConditionsBuilder;
import dev.lifeboat.operator.status.RunTimes;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The next status: starts as the last one, learns what a pass found out, and is written as a whole.
final class StatusDraft {
    private static final String DELETION_BLOCKED = "DeletionBlocked";
    private static final String SNAPSHOT_READY = "SnapshotReady";
    private static final String CONSISTENT = "Consistent";

    private final List<Condition> previous;
    private final VmBackup backup;
    private final Clock clock;
    private final Optional<Phase> lastPhase;
    private final RunTimes times;
    private @Nullable Instant pointInTime;
    private @Nullable VmRef vm;
    private @Nullable Effective effective;
    private @Nullable List<DiskStatus> disks;
    private @Nullable List<ExcludedDisk> excludedDisks;
    private Optional<ReachedConsistency> reached = Optional.empty();
    private boolean snapshotGone;
    private @Nullable ProgressStatus progress;
    private @Nullable Size size;
    private @Nullable SnapshotStatus snapshot;
    private @Nullable Location location;
    private @Nullable List<String> warnings;

    StatusDraft(VmBackup backup, Clock clock) {
        var last = Optional.ofNullable(backup.getStatus());
        this.previous = last.map(VmBackupStatus::conditions).orElse(List.of());
        this.backup = backup;
        this.clock = clock;
        this.lastPhase = last.map(VmBackupStatus::phase);
        this.times = new RunTimes(clock, last.map(VmBackupStatus::startedAt), last.map(VmBackupStatus::finishedAt));
        last.ifPresent(this::copy);
    }

    private void copy(VmBackupStatus last) {
        pointInTime = last.pointInTime();
        vm = last.vm();
        effective = last.effective();
        disks = last.disks();
        excludedDisks = last.excludedDisks();
        progress = last.progress();
        size = last.size();
        snapshot = last.snapshot();
        location = last.location();
        warnings = last.warnings();
    }

    /// The reason that the last pass wrote down.
    boolean says(VmBackupReason reason) {
        return Conditions.says(previous, Conditions.COMPLETE, reason);
    }

    StatusDraft started() {
        times.start();
        return this;
    }

    StatusDraft identified(VirtualMachine found, PoolTraits pool) {
        vm = new VmRef(found.uuid().toString(), found.name(), pool.uuid().toString(), pool.name());
        return this;
    }

    StatusDraft snapshotTaken(VmSnapshot taken) {
        pointInTime = taken.takenAt();
        snapshot = new SnapshotStatus(taken.uuid().toString(), SnapshotStatus.Kind.Data);
        disks = taken.disks().stream().map(DiskFigures::of).toList();
        reached = Optional.of(ReachedConsistency.of(taken));
        return this;
    }

    StatusDraft excluded(List<ExcludedDisk> excluded) {
        excludedDisks = excluded.isEmpty() ? null : excluded;
        return this;
    }

    StatusDraft ordered(List<DiskBackup> orders, Strategy strategy, VmBackupReason consistency) {
        effective = DiskFigures.planned(orders, strategy, consistency.name());
        disks = DiskFigures.planned(Optional.ofNullable(disks).orElse(List.of()), orders);
        return this;
    }

    StatusDraft progressed(Progress seen) {
        progress = ProgressText.of(Optional.ofNullable(progress), seen, times.now());
        return this;
    }

    StatusDraft reported(BackupReport report) {
        var totals = report.totals();
        size = new Size(
                totals.logicalBytes(),
                totals.readBytes(),
                totals.newBytes(),
                totals.storedBytes(),
                new ByteSize(totals.readBytes()).text(),
                new ByteSize(totals.storedBytes()).text());
        location = new Location(report.pointId(), report.manifestKey());
        disks = DiskFigures.reported(Optional.ofNullable(disks).orElse(List.of()), report.disks());
        effective = DiskFigures.reported(Optional.ofNullable(effective), report.disks());
        progress = ProgressText.done(Optional.ofNullable(progress), report.seconds(), totals.readBytes(), times.now());
        return this;
    }

    /// @param base the recovery point whose snapshot stays in its place, if so
    StatusDraft snapshotNow(SnapshotStatus.Kind kind, Optional<String> base) {
        var uuid = snapshot == null || kind != SnapshotStatus.Kind.Data ? null : snapshot.uuid();
        snapshot = new SnapshotStatus(uuid, kind, base.orElse(null));
        snapshotGone = kind != SnapshotStatus.Kind.Data;
        return this;
    }

    StatusDraft warned(List<Warning> said) {
        warnings = said.isEmpty() ? null : said.stream().map(Warning::sentence).toList();
        return this;
    }

    /// Not done yet, and why.
    VmBackupStatus running(VmBackupReason reason, String message) {
        return build(conditions().isFalse(Conditions.COMPLETE, reason, message), phase(reason));
    }

    VmBackupStatus complete(String message) {
        times.finish();
        var reason = warnings == null ? VmBackupReason.Completed : VmBackupReason.CompletedWithWarnings;
        return build(conditions().isTrue(Conditions.COMPLETE, reason, message), phase(reason));
    }

    VmBackupStatus failed(VmBackupReason reason, String message) {
        times.finish();
        return build(
                conditions()
                        .isFalse(Conditions.COMPLETE, reason, "There is no recovery point; see Failed.")
                        .isTrue(Conditions.FAILED, reason, message),
                reason == VmBackupReason.Cancelled ? Phase.Cancelled : Phase.Failed);
    }

    /// Being deleted. What it was stays readable.
    ///
    /// @param reason what stands in the way, or [VmBackupReason#Deleting]
    VmBackupStatus deleting(VmBackupReason reason, String message) {
        var kept = conditions().keep(Conditions.COMPLETE).keep(Conditions.FAILED);
        return build(
                kept.with(DELETION_BLOCKED, reason == VmBackupReason.Deleting ? "False" : "True", reason, message),
                Phase.Deleting);
    }

    private Phase phase(VmBackupReason reason) {
        return reason.phase()
                .or(() -> times.startedAt() == null ? Optional.empty() : lastPhase)
                .orElse(Phase.Pending);
    }

    private ConditionsBuilder conditions() {
        var conditions = new ConditionsBuilder(previous, backup, clock);
        if (snapshotGone && pointInTime != null) {
            conditions.isFalse(SNAPSHOT_READY, VmBackupReason.Removed, "The snapshot was removed from the pool.");
        } else {
            reached.ifPresentOrElse(
                    it -> conditions.isTrue(SNAPSHOT_READY, it.made(), it.sentence()),
                    () -> conditions.keep(SNAPSHOT_READY));
        }
        reached.ifPresentOrElse(
                it -> conditions.with(CONSISTENT, it.settled() ? "True" : "False", it.consistency(), it.sentence()),
                () -> conditions.keep(CONSISTENT));
        return conditions;
    }

    private VmBackupStatus build(ConditionsBuilder conditions, Phase phase) {
        return new VmBackupStatus(
                backup.getMetadata().getGeneration(),
                phase,
                conditions.build(),
                times.startedAt(),
                pointInTime,
                times.finishedAt(),
                times.duration().map(Duration::toSeconds).orElse(null),
                vm,
                effective,
                disks,
                excludedDisks,
                progress,
                size,
                snapshot,
                location,
                warnings);
    }
}
