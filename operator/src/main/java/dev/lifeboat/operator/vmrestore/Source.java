package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.VmRef;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.operator.queue.Neighbours;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a restore reads from.
sealed interface Source {
    /// @param storage name of the BackupStorage
    /// @param vmName  as it was at the backup, if anything still knows it
    record Point(String storage, UUID vm, String pointId, Optional<String> vmName) implements Source {}

    /// @param forEver whether it will never be there
    record NotThere(VmRestoreReason reason, String message, boolean forEver) implements Source {}

    static Source of(VmRestoreSpec.Source source, String namespace, Neighbours neighbours) {
        if (source.backupRef() != null) {
            var name = source.backupRef().name();
            return neighbours
                    .backup(namespace, name)
                    .map(Source::of)
                    .orElseGet(() -> new NotThere(
                            VmRestoreReason.UnknownReference,
                            "VmBackup " + name + " of spec.source.backupRef does not exist in this namespace; create"
                                    + " it, or name its recovery point by spec.source.point in a new VmRestore.",
                            false));
        }
        return Optional.ofNullable(source.point())
                .map(point -> of(point, namespace, neighbours))
                .orElseGet(() ->
                        new NotThere(VmRestoreReason.UnknownReference, "spec.source names no recovery point.", true));
    }

    private static Source of(VmRestoreSpec.Point point, String namespace, Neighbours neighbours) {
        if (!Targets.isUuid(point.vmUUID())) {
            return new NotThere(
                    VmRestoreReason.PointMissing,
                    "spec.source.point.vmUUID is not a UUID: " + point.vmUUID() + ".",
                    true);
        }
        var known = neighbours
                .backups(namespace)
                .map(VmBackup::getStatus)
                .filter(status -> status != null
                        && status.vm() != null
                        && status.vm().uuid().equals(point.vmUUID()))
                .map(status -> status.vm().name())
                .findFirst();
        return new Point(point.storageRef().name(), UUID.fromString(point.vmUUID()), point.backupId(), known);
    }

    private static Source of(VmBackup backup) {
        var name = "VmBackup " + backup.getMetadata().getName();
        var status = Optional.ofNullable(backup.getStatus());
        var conditions = status.map(VmBackupStatus::conditions).orElse(List.of());
        if (backup.getMetadata().getDeletionTimestamp() != null) {
            return new NotThere(VmRestoreReason.PointMissing, name + " is being deleted.", true);
        }
        if (Conditions.isTrue(conditions, Conditions.FAILED)) {
            return new NotThere(
                    VmRestoreReason.PointMissing,
                    name + " failed, so there is nothing to restore: "
                            + Conditions.find(conditions, Conditions.FAILED)
                                    .map(Condition::getMessage)
                                    .orElse(""),
                    true);
        }
        var vm = status.map(VmBackupStatus::vm);
        var location = status.map(VmBackupStatus::location);
        if (!Conditions.isTrue(conditions, Conditions.COMPLETE) || vm.isEmpty() || location.isEmpty()) {
            return new NotThere(VmRestoreReason.BackupNotComplete, "Waits for " + name + " to be complete.", false);
        }
        return new Point(
                backup.getSpec().storageRef().name(),
                UUID.fromString(vm.get().uuid()),
                location.get().backupId(),
                vm.map(VmRef::name));
    }
}
