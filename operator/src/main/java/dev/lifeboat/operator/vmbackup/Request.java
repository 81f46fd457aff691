package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.ExcludedDisk;
import dev.lifeboat.operator.access.SpecDuration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is asked for, and what earlier passes wrote down.
///
/// @param name  `namespace/name`
/// @param agent the Job of the agent that reads
record Request(String uid, String name, String agent, VmBackupSpec spec, Optional<VmBackupStatus> status) {
    /// Whether `spec.vmTimeout` is over.
    boolean overdueAt(Instant now) {
        var limit = Optional.ofNullable(spec.vmTimeout()).map(SpecDuration::parse);
        var start = status.map(VmBackupStatus::startedAt);
        return limit.isPresent()
                && start.isPresent()
                && !now.isBefore(start.get().plus(limit.get()));
    }

    static Request of(VmBackup backup) {
        return new Request(
                backup.getMetadata().getUid(),
                backup.getMetadata().getNamespace() + "/" + backup.getMetadata().getName(),
                BackupAgents.reading(backup),
                backup.getSpec(),
                Optional.ofNullable(backup.getStatus()));
    }

    /// A retry of the same backup is the same point, hence the uid: it is unique where the name is not.
    String pointId() {
        return uid;
    }

    Optional<Instant> startedAt() {
        return status.map(VmBackupStatus::startedAt);
    }

    boolean started() {
        return status.map(VmBackupStatus::startedAt).isPresent();
    }

    /// Whether there was a snapshot once; from then on a second one would show another moment.
    boolean snapshotTaken() {
        return status.map(VmBackupStatus::pointInTime).isPresent();
    }

    Optional<UUID> vm() {
        return status.map(VmBackupStatus::vm).map(vm -> UUID.fromString(vm.uuid()));
    }

    /// Empty before the snapshot was written down.
    Optional<List<ExcludedDisk>> excludedDisks() {
        return status.filter(_ -> snapshotTaken())
                .map(it -> Optional.ofNullable(it.excludedDisks()).orElse(List.of()));
    }

    /// The snapshot disks that an earlier pass wrote down as made for this backup.
    Set<UUID> snapshotVdis() {
        return status.map(VmBackupStatus::disks).stream()
                .flatMap(disks -> disks.stream())
                .flatMap(disk -> Stream.ofNullable(disk.snapshotVdiUUID()))
                .map(UUID::fromString)
                .collect(Collectors.toUnmodifiableSet());
    }
}
