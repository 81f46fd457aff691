package dev.lifeboat.operator.queue;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import java.util.Optional;
import java.util.stream.Stream;

/// The resources around a backup or restore, as caches hold them: a moment old at most, and free to ask.
/// What comes from here is never changed.
public interface Neighbours {
    Optional<XenHypervisor> hypervisor(String namespace, String name);

    Optional<BackupStorage> storage(String namespace, String name);

    Optional<VmBackup> backup(String namespace, String name);

    Stream<VmBackup> backups(String namespace);

    Stream<VmRestore> restores(String namespace);

    Stream<BackupPolicy> policies(String namespace);

    default Optional<XenHypervisor> hypervisorOf(VmBackup backup) {
        return hypervisor(
                backup.getMetadata().getNamespace(),
                backup.getSpec().source().hypervisorRef().name());
    }

    default Optional<BackupStorage> storageOf(VmBackup backup) {
        return storage(
                backup.getMetadata().getNamespace(),
                backup.getSpec().storageRef().name());
    }

    /// Empty for a restore that needs no pool, too.
    default Optional<XenHypervisor> hypervisorOf(VmRestore restore) {
        return restore.getSpec()
                .pool()
                .flatMap(pool -> hypervisor(restore.getMetadata().getNamespace(), pool));
    }
}
