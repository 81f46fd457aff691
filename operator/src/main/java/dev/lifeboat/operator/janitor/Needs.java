package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.operator.queue.Contenders;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the backups and restores of a namespace still need on a pool.
///
/// One under way needs all that is its own, and so does one that is being deleted: its reconciler takes it away.
final class Needs {
    private final Owners owners;

    Needs(Owners owners) {
        this.owners = owners;
    }

    Need snapshot(String backupUid, UUID snapshot) {
        return owners.backup(backupUid)
                .map(backup -> atWork(backup)
                        ? Need.All
                        : kept(backup).map(kept -> ofSnapshot(kept, snapshot)).orElse(Need.Nothing))
                .orElse(Need.Nothing);
    }

    private static Need ofSnapshot(SnapshotStatus kept, UUID snapshot) {
        return switch (kept.kind()) {
            case Data -> snapshot.toString().equals(kept.uuid()) ? Need.All : Need.Nothing;
            case MetadataOnly -> Need.Metadata;
            case None -> Need.Nothing;
        };
    }

    Need disk(String backupUid, UUID disk) {
        return owners.backup(backupUid)
                .map(backup -> atWork(backup)
                        ? Need.All
                        : kept(backup)
                                .filter(_ -> readFrom(backup, disk))
                                .map(Needs::ofDisk)
                                .orElse(Need.Nothing))
                .orElse(Need.Nothing);
    }

    private static Need ofDisk(SnapshotStatus kept) {
        return switch (kept.kind()) {
            case Data -> Need.All;
            case MetadataOnly -> Need.Metadata;
            case None -> Need.Nothing;
        };
    }

    /// Whether the VM is still being filled, or about to be released.
    boolean vm(String restoreUid) {
        return owners.restore(restoreUid).filter(Needs::atWork).isPresent();
    }

    /// Whether an agent may work for it.
    boolean task(String ownerUid) {
        return owners.backup(ownerUid).filter(Needs::atWork).isPresent() || vm(ownerUid);
    }

    private static boolean atWork(VmBackup backup) {
        return backup.getMetadata().getDeletionTimestamp() != null || !Contenders.finished(backup.getStatus());
    }

    private static boolean atWork(VmRestore restore) {
        return restore.getMetadata().getDeletionTimestamp() != null || !Contenders.finished(restore.getStatus());
    }

    /// What a complete backup left for the next one, unless that took its place.
    private Optional<SnapshotStatus> kept(VmBackup backup) {
        return status(backup)
                .filter(Needs::complete)
                .filter(_ -> current(backup))
                .filter(_ -> !owners.abandoned().contains(backup.getMetadata().getUid()))
                .map(VmBackupStatus::snapshot);
    }

    private static boolean complete(VmBackupStatus status) {
        return status.conditions() != null && Conditions.isTrue(status.conditions(), Conditions.COMPLETE);
    }

    private static boolean readFrom(VmBackup backup, UUID disk) {
        return status(backup).map(VmBackupStatus::disks).orElse(List.of()).stream()
                .anyMatch(it -> disk.toString().equals(it.snapshotVdiUUID()));
    }

    /// Whether no later backup of the same VM to the same storage took its place. One under way still compares with
    /// what it found when it began.
    private boolean current(VmBackup backup) {
        var others = owners.backups().stream()
                .filter(other -> !uid(other).equals(uid(backup)) && sameVm(other, backup) && sameStorage(other, backup))
                .toList();
        return others.stream().anyMatch(other -> !Contenders.finished(other.getStatus()))
                || others.stream().noneMatch(other -> replaces(other, backup));
    }

    private static String uid(VmBackup backup) {
        return backup.getMetadata().getUid();
    }

    /// One that itself started from what the earlier backup left, and left nothing instead, does not.
    private static boolean replaces(VmBackup other, VmBackup backup) {
        if (status(other)
                .map(VmBackupStatus::snapshot)
                .filter(snapshot -> uid(backup).equals(snapshot.base()))
                .isPresent()) {
            return false;
        }
        var later = status(other).filter(Needs::complete).map(VmBackupStatus::pointInTime);
        var earlier = status(backup).map(VmBackupStatus::pointInTime);
        return later.isPresent() && earlier.isPresent() && later.get().isAfter(earlier.get());
    }

    private static boolean sameVm(VmBackup one, VmBackup other) {
        var vm = status(one).map(VmBackupStatus::vm);
        return vm.isPresent()
                && status(other)
                        .map(VmBackupStatus::vm)
                        .filter(it -> it.uuid().equals(vm.get().uuid()))
                        .isPresent();
    }

    private static boolean sameStorage(VmBackup one, VmBackup other) {
        return one.getSpec().storageRef().equals(other.getSpec().storageRef());
    }

    private static Optional<VmBackupStatus> status(VmBackup backup) {
        return Optional.ofNullable(backup.getStatus());
    }
}
