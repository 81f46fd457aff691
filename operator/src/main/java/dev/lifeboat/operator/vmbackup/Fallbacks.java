package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import java.util.List;
import java.util.stream.Stream;

/// What did not go the way that was asked for, in sentences.
final class Fallbacks {
    private Fallbacks() {}

    static List<Warning> warnings(VmBackupSpec spec, PoolTraits pool, Kind kind, BackupReport report) {
        return report.disks().stream()
                .flatMap(disk -> Stream.concat(fullRead(spec, disk), detour(spec, pool, kind, disk)))
                .distinct()
                .toList();
    }

    private static Stream<Warning> fullRead(VmBackupSpec spec, DiskReport disk) {
        return disk.fullReason().stream()
                .filter(reason -> unplanned(spec.type(), reason))
                .map(reason -> new Warning(
                        VmBackupReason.UnplannedFull,
                        "Disk " + disk.device() + " was read whole (" + reason + "): "
                                + disk.detail().orElseGet(() -> because(reason))));
    }

    private static Stream<Warning> detour(VmBackupSpec spec, PoolTraits pool, Kind kind, DiskReport disk) {
        var nbdExpected = switch (kind) {
            case Cbt -> pool.nbd() || spec.strategy().mode() == BackupStrategy.Mode.Cbt;
            case Raw -> pool.nbd() && spec.strategy().mode() == BackupStrategy.Mode.Auto;
            case Xva -> false;
        };
        return disk.protocol() == Protocol.Http && nbdExpected
                ? Stream.of(Warning.of("Disk " + disk.device()
                        + " was read over HTTP because NBD could not be used; check that the agents reach port 10809 of"
                        + " the hosts."))
                : Stream.empty();
    }

    /// An incremental that was asked for by name warns of every full read; otherwise those count that are nobody's
    /// doing.
    static boolean unplanned(BackupType type, FullReason reason) {
        return switch (reason) {
            case ScheduledFull, UserRequest -> false;
            case FirstBackup, DiskAdded, CbtJustEnabled, CbtNotAllowed, DifferenceUnavailable, StorageChanged ->
                type == BackupType.Incremental;
            case CbtDisabled,
                    CbtBaseMissing,
                    CbtChainBroken,
                    BaseSnapshotMissing,
                    VdiResized,
                    VdiReplaced,
                    SrMigrated,
                    VmReverted,
                    NbdUnavailable,
                    ManifestMissing,
                    IntegrityRepair -> true;
        };
    }

    /// Why all of a disk is read, or would have to be.
    static String because(FullReason reason) {
        return switch (reason) {
            case FirstBackup -> "it is the first backup of this VM in this storage.";
            case ScheduledFull -> "the schedule asks for a full backup.";
            case UserRequest -> "it was asked for.";
            case DiskAdded -> "the VM did not have it at the last backup.";
            case CbtDisabled ->
                "its changed blocks were not tracked all the time since the last backup. If tracking is still off,"
                        + " switch it on with xe vdi-enable-cbt, or by cbt.enableOnFirstBackup: true of the"
                        + " XenHypervisor.";
            case CbtJustEnabled -> "changed block tracking was switched on just now; the next backup can use it.";
            case CbtBaseMissing -> "nothing of the last backup is left on the pool to compare with.";
            case CbtChainBroken -> "the pool can no longer tell what changed since the last backup.";
            case CbtNotAllowed -> "its changed blocks are not tracked; see the XenHypervisor's capabilities.";
            case BaseSnapshotMissing -> "no snapshot with its data is left on the pool to compare with.";
            case DifferenceUnavailable -> "the pool gives differences only of disks that their storage keeps as VHD.";
            case VdiResized -> "its size changed since the last backup.";
            case VdiReplaced -> "it is another disk than the one in its place at the last backup.";
            case SrMigrated -> "it was moved to another storage repository.";
            case VmReverted -> "the VM was reverted to a snapshot.";
            case NbdUnavailable -> "changed blocks can only be read over NBD, which could not be used.";
            case ManifestMissing -> "the recovery point that it would build on is not in the storage.";
            case StorageChanged -> "the last backup went to another storage.";
            case IntegrityRepair -> "data of an earlier recovery point is damaged.";
        };
    }
}
