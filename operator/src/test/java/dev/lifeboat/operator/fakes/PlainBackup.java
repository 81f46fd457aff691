package dev.lifeboat.operator.fakes;

import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.Location;
import dev.lifeboat.crds.VmBackupStatus.VmRef;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A backup as it is asked for when nobody wishes anything, into the storage `bucket`.
public final class PlainBackup {
    public static final BackupStrategy STRATEGY = new BackupStrategy(
            BackupStrategy.Mode.Auto,
            BackupStrategy.OnCbtUnavailable.ReadAll,
            BackupStrategy.OnNbdUnavailable.UseHttp,
            null);
    public static final SnapshotSpec SNAPSHOTS = new SnapshotSpec(SnapshotSpec.Reference.Auto, 20, "0s");

    private PlainBackup() {}

    public static VmBackupSpec spec(String hypervisor, UUID vm, @Nullable String policy) {
        return new VmBackupSpec(
                new VmBackupSpec.Source(new LocalRef(hypervisor), vm.toString(), null),
                new LocalRef("bucket"),
                policy == null ? null : new LocalRef(policy),
                null,
                BackupType.Auto,
                Resources.ALL_DISKS,
                STRATEGY,
                Resources.CRASH,
                SNAPSHOTS,
                DeletionPolicy.Delete,
                false,
                null);
    }

    /// Of one that took no time.
    ///
    /// @param condition that it meets
    /// @param location  of one that left a recovery point
    public static VmBackupStatus status(
            Condition condition, @Nullable Instant at, @Nullable VmRef vm, @Nullable Location location) {
        return new VmBackupStatus(
                1L, null, List.of(condition), at, at, at, null, vm, null, null, null, null, null, null, location, null);
    }
}
