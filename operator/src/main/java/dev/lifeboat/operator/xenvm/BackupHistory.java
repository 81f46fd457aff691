package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.XenVmStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What backups of one pool's VMs there are.
final class BackupHistory {
    private final Collection<VmBackup> backups;

    BackupHistory(Collection<VmBackup> backups) {
        this.backups = backups;
    }

    Optional<XenVmStatus.LastBackup> last(String vmUuid) {
        return of(vmUuid)
                .flatMap(backup -> ended(backup).stream())
                .max(Comparator.comparing(XenVmStatus.LastBackup::time));
    }

    Optional<XenVmStatus.LastSuccess> lastSuccess(String vmUuid) {
        return of(vmUuid)
                .flatMap(backup -> succeeded(backup).stream())
                .max(Comparator.comparing(XenVmStatus.LastSuccess::pointInTime));
    }

    private static Optional<XenVmStatus.LastBackup> ended(VmBackup backup) {
        var result = is(backup, Conditions.COMPLETE) ? Conditions.COMPLETE : Conditions.FAILED;
        return Optional.ofNullable(backup.getStatus())
                .filter(_ -> is(backup, result))
                .map(VmBackupStatus::finishedAt)
                .map(time -> new XenVmStatus.LastBackup(backup.getMetadata().getName(), time, result));
    }

    private static Optional<XenVmStatus.LastSuccess> succeeded(VmBackup backup) {
        return Optional.ofNullable(backup.getStatus())
                .filter(_ -> is(backup, Conditions.COMPLETE))
                .map(VmBackupStatus::pointInTime)
                .map(time -> new XenVmStatus.LastSuccess(backup.getMetadata().getName(), time));
    }

    /// Whether anything of this VM is, or may yet come to be, in a storage.
    boolean has(String vmUuid) {
        return of(vmUuid).findAny().isPresent();
    }

    private Stream<VmBackup> of(String vmUuid) {
        return backups.stream().filter(backup -> isOf(backup, vmUuid));
    }

    private static boolean isOf(VmBackup backup, String vmUuid) {
        var status = backup.getStatus();
        return vmUuid.equalsIgnoreCase(backup.getSpec().source().vmUUID())
                || (status != null
                        && status.vm() != null
                        && vmUuid.equals(status.vm().uuid()));
    }

    private static boolean is(VmBackup backup, String condition) {
        var status = backup.getStatus();
        return status != null
                && Conditions.isTrue(status.conditions() == null ? List.of() : status.conditions(), condition);
    }
}
