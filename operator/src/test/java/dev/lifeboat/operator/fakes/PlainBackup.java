package dev.lifeboat.operator.fakes;

import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackupSpec;
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
}
