package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import java.util.List;
import java.util.Optional;

/// The backups and restores of one namespace, by uid.
record Owners(List<VmBackup> backups, List<VmRestore> restores) {
    Owners {
        backups = List.copyOf(backups);
        restores = List.copyOf(restores);
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
