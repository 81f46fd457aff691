package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.DiskStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A backup of the sample VM at each point of its life, by what earlier passes wrote down.
final class Requests {
    static final String AGENT = "web-1-5a000000-backup";
    private static final VmBackupStatus.VmRef VM =
            new VmBackupStatus.VmRef(Sample.VM.toString(), "web", Sample.SR.toString(), "pool");

    private Requests() {}

    static Request fresh(VmBackupSpec spec) {
        return new Request(Sample.UID, Sample.NAME, AGENT, spec, Optional.empty());
    }

    static Request started(VmBackupSpec spec) {
        return with(spec, status(false, false));
    }

    static Request identified(VmBackupSpec spec) {
        return with(spec, status(true, false));
    }

    static Request snapshotted(VmBackupSpec spec) {
        return with(spec, status(true, true));
    }

    private static Request with(VmBackupSpec spec, VmBackupStatus status) {
        return new Request(Sample.UID, Sample.NAME, AGENT, spec, Optional.of(status));
    }

    static VmBackupStatus status(boolean identified, boolean snapshotTaken) {
        return new VmBackupStatus(
                1L,
                VmBackupStatus.Phase.Preparing,
                List.of(),
                Sample.NOW,
                snapshotTaken ? Sample.NOW : null,
                null,
                null,
                identified ? VM : null,
                null,
                snapshotTaken ? List.of(disk(null)) : null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /// Of one whose agent is at work.
    ///
    /// @param base the recovery point that it compares with, if it does
    static VmBackupStatus reading(@Nullable String base) {
        var effective =
                new VmBackupStatus.Effective(BackupType.Incremental, "Xva", null, null, null, base, "CrashConsistent");
        return withSnapshot(List.of(), null, effective, List.of(disk(null)));
    }

    /// Of one that is over, with a disk for each reason.
    static VmBackupStatus finished(List<Condition> conditions, @Nullable String... fullReasons) {
        var disks = Stream.of(fullReasons).map(reason -> disk(reason)).toList();
        return withSnapshot(conditions, Sample.NOW, null, disks);
    }

    private static VmBackupStatus withSnapshot(
            List<Condition> conditions,
            @Nullable Instant finishedAt,
            VmBackupStatus.@Nullable Effective effective,
            List<DiskStatus> disks) {
        return new VmBackupStatus(
                1L,
                VmBackupStatus.Phase.Transferring,
                conditions,
                Sample.NOW,
                Sample.NOW,
                finishedAt,
                null,
                VM,
                effective,
                disks,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /// A condition that is met.
    static Condition met(String type) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason("Because")
                .withMessage("It is so.")
                .build();
    }

    private static DiskStatus disk(@Nullable String fullReason) {
        return new DiskStatus(
                "0",
                Sample.DISK.toString(),
                Sample.SNAPSHOT_DISK.toString(),
                "root",
                Sample.SR.toString(),
                Sample.SIZE,
                true,
                fullReason);
    }
}
