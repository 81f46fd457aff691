package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A finished recovery point of the same VM.
///
/// @param storage name of its BackupStorage
/// @param policy  that asked for it
/// @param kept    what stayed on the pool of its snapshot
record EarlierPoint(
        String pointId,
        Instant pointInTime,
        String storage,
        Optional<String> policy,
        Reference reference,
        SnapshotStatus.Kind kept,
        List<Disk> disks) {

    /// @param snapshotVdi the disk in the pool that this point was read from, or its CBT metadata
    /// @param sr          where the disk lay, if that was written down
    /// @param tracked     whether changes of it were tracked
    /// @param readWhole   not only what had changed
    record Disk(
            String device,
            UUID vdi,
            Optional<UUID> snapshotVdi,
            Optional<UUID> sr,
            long sizeBytes,
            boolean tracked,
            boolean readWhole) {}

    EarlierPoint {
        disks = List.copyOf(disks);
    }

    /// Newest first.
    static List<EarlierPoint> of(Stream<VmBackup> backups, UUID vm) {
        return backups.filter(backup -> Optional.ofNullable(backup.getStatus())
                        .filter(status -> ofVm(status, vm))
                        .isPresent())
                .filter(backup -> backup.getMetadata().getDeletionTimestamp() == null)
                .map(backup -> of(backup, backup.getStatus()))
                .sorted(Comparator.comparing(EarlierPoint::pointInTime).reversed())
                .toList();
    }

    private static boolean ofVm(VmBackupStatus status, UUID vm) {
        return status.conditions() != null
                && Conditions.isTrue(status.conditions(), Conditions.COMPLETE)
                && status.pointInTime() != null
                && status.vm() != null
                && status.vm().uuid().equals(vm.toString());
    }

    private static EarlierPoint of(VmBackup backup, VmBackupStatus status) {
        return new EarlierPoint(
                backup.getMetadata().getUid(),
                Optional.ofNullable(status.pointInTime()).orElse(Instant.EPOCH),
                backup.getSpec().storageRef().name(),
                Optional.ofNullable(backup.getSpec().policyRef()).map(ref -> ref.name()),
                backup.getSpec().snapshots().reference(),
                Optional.ofNullable(status.snapshot()).map(SnapshotStatus::kind).orElse(SnapshotStatus.Kind.None),
                Optional.ofNullable(status.disks()).orElse(List.of()).stream()
                        .map(disk -> new Disk(
                                disk.device(),
                                UUID.fromString(disk.vdiUUID()),
                                Optional.ofNullable(disk.snapshotVdiUUID()).map(UUID::fromString),
                                Optional.ofNullable(disk.srUUID()).map(UUID::fromString),
                                disk.virtualSizeBytes(),
                                Boolean.TRUE.equals(disk.cbtEnabled()),
                                disk.fullReason() != null))
                        .toList());
    }

    Optional<Disk> disk(UUID vdi) {
        return disks.stream().filter(disk -> disk.vdi().equals(vdi)).findFirst();
    }

    Optional<Disk> at(String device) {
        return disks.stream().filter(disk -> disk.device().equals(device)).findFirst();
    }

    boolean readFrom(UUID snapshotVdi) {
        return disks.stream()
                .anyMatch(disk -> disk.snapshotVdi().filter(snapshotVdi::equals).isPresent());
    }
}
