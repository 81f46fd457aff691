package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Consistency;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.DiskSelector;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.fakes.Resources;
import java.util.List;
import java.util.function.Consumer;

/// What a backup of the sample VM asks for: changes where the pool can tell them, for the policy `gold`. Tests change
/// one thing.
final class Specs {
    private Specs() {}

    static VmBackupSpec spec() {
        return spec(BackupType.Auto);
    }

    static VmBackupSpec spec(BackupType type) {
        return spec(type, SnapshotSpec.Reference.Auto, BackupStrategy.OnCbtUnavailable.ReadAll);
    }

    static VmBackupSpec spec(
            BackupType type, SnapshotSpec.Reference reference, BackupStrategy.OnCbtUnavailable onCbtUnavailable) {
        return new VmBackupSpec(
                new VmBackupSpec.Source(new LocalRef("pool"), Sample.VM.toString(), null),
                new LocalRef("bucket"),
                new LocalRef("gold"),
                null,
                type,
                Resources.ALL_DISKS,
                strategy(BackupStrategy.Mode.Auto, onCbtUnavailable, BackupStrategy.Base.LastFull),
                Resources.CRASH,
                new SnapshotSpec(reference, 20, "0s"),
                DeletionPolicy.Delete,
                false,
                null);
    }

    /// By the strategy of that name.
    static VmBackupSpec reading(BackupStrategy.Mode mode) {
        return with(spec(), strategy(mode));
    }

    static BackupStrategy strategy(BackupStrategy.Mode mode) {
        return strategy(mode, BackupStrategy.OnCbtUnavailable.ReadAll, BackupStrategy.Base.LastFull);
    }

    static BackupStrategy strategy(
            BackupStrategy.Mode mode, BackupStrategy.OnCbtUnavailable onCbtUnavailable, BackupStrategy.Base base) {
        return new BackupStrategy(
                mode,
                onCbtUnavailable,
                BackupStrategy.OnNbdUnavailable.UseHttp,
                null,
                new BackupStrategy.Xva(BackupStrategy.Compression.Auto, base));
    }

    static VmBackupSpec withoutNbdFails(VmBackupSpec spec) {
        return with(
                spec,
                new BackupStrategy(
                        BackupStrategy.Mode.Auto,
                        BackupStrategy.OnCbtUnavailable.ReadAll,
                        BackupStrategy.OnNbdUnavailable.Fail,
                        null));
    }

    static VmBackupSpec readingAllEvery(VmBackupSpec spec, String period) {
        return with(
                spec,
                new BackupStrategy(
                        BackupStrategy.Mode.Auto,
                        BackupStrategy.OnCbtUnavailable.ReadAll,
                        BackupStrategy.OnNbdUnavailable.UseHttp,
                        period));
    }

    static VmBackupSpec scheduled(VmBackupSpec spec) {
        return changed(spec, it -> it.scheduleName = "nightly");
    }

    /// As somebody makes one without a policy.
    static VmBackupSpec byHand(BackupType type) {
        return changed(spec(type), it -> it.policyRef = null);
    }

    static VmBackupSpec cancelled(VmBackupSpec spec) {
        return changed(spec, it -> it.cancel = true);
    }

    static VmBackupSpec limited(VmBackupSpec spec, String vmTimeout) {
        return changed(spec, it -> it.vmTimeout = vmTimeout);
    }

    static VmBackupSpec with(VmBackupSpec spec, DiskSelector disks) {
        return changed(spec, it -> it.disks = disks);
    }

    static VmBackupSpec with(VmBackupSpec spec, Consistency.Mode mode) {
        return changed(spec, it -> it.consistency = new Consistency(mode));
    }

    static VmBackupSpec with(VmBackupSpec spec, SnapshotSpec snapshots) {
        return changed(spec, it -> it.snapshots = snapshots);
    }

    static VmBackupSpec with(VmBackupSpec spec, BackupStrategy strategy) {
        return changed(spec, it -> it.strategy = strategy);
    }

    static DiskSelector without(DiskSelector.DiskTerm... terms) {
        return new DiskSelector(List.of(terms), null, true);
    }

    static DiskSelector.DiskTerm device(String device) {
        return new DiskSelector.DiskTerm(null, null, List.of(device), null, null, null);
    }

    private static VmBackupSpec changed(VmBackupSpec spec, Consumer<Draft> change) {
        var draft = new Draft(spec);
        change.accept(draft);
        return draft.finish();
    }

    /// A spec while one thing of it is changed.
    private static final class Draft {
        private final VmBackupSpec spec;
        private LocalRef policyRef;
        private String scheduleName;
        private DiskSelector disks;
        private BackupStrategy strategy;
        private Consistency consistency;
        private SnapshotSpec snapshots;
        private boolean cancel;
        private String vmTimeout;

        Draft(VmBackupSpec spec) {
            this.spec = spec;
            policyRef = spec.policyRef();
            scheduleName = spec.scheduleName();
            disks = spec.disks();
            strategy = spec.strategy();
            consistency = spec.consistency();
            snapshots = spec.snapshots();
            cancel = spec.cancel();
            vmTimeout = spec.vmTimeout();
        }

        VmBackupSpec finish() {
            return new VmBackupSpec(
                    spec.source(),
                    spec.storageRef(),
                    policyRef,
                    scheduleName,
                    spec.type(),
                    disks,
                    strategy,
                    consistency,
                    snapshots,
                    spec.deletionPolicy(),
                    cancel,
                    vmTimeout);
        }
    }
}
