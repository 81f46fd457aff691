package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The backups and restores of one namespace, by uid.
///
/// @param abandoned uids of backups after which none is to be expected that reads changes
record Owners(List<VmBackup> backups, List<VmRestore> restores, Set<String> abandoned) {
    Owners {
        backups = List.copyOf(backups);
        restores = List.copyOf(restores);
        abandoned = Set.copyOf(abandoned);
    }

    /// Of VMs that all go on being backed up.
    Owners(List<VmBackup> backups, List<VmRestore> restores) {
        this(backups, restores, Set.of());
    }

    Optional<VmBackup> backup(String uid) {
        return backups.stream()
                .filter(backup -> uid.equals(backup.getMetadata().getUid()))
                .findFirst();
    }

    Optional<VmRestore> restore(String uid) {
        return restores.stream()
                .filter(restore -> uid.equals(restore.getMetadata().getUid()))
                .findFirst();
    }
}
