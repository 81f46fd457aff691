package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.vmbackup.Successors;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Backups that left something for a next one that does not come any more: their policy is gone, selects
/// the VM no more, or has been suspended for good. What a user asked to keep by name is kept.
final class Abandoned {
    private Abandoned() {}

    /// @param hypervisor whose backups are looked at
    /// @param reading    of its pool; without one nothing can be told
    static Set<String> of(
            Collection<VmBackup> backups,
            Collection<BackupPolicy> policies,
            String hypervisor,
            Optional<InventoryReading> reading,
            Instant now) {
        return reading.stream()
                .flatMap(read -> backups.stream()
                        .filter(backup ->
                                backup.getSpec().source().hypervisorRef().name().equals(hypervisor))
                        .filter(backup -> abandoned(backup, policies, read, now)))
                .map(backup -> backup.getMetadata().getUid())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean abandoned(
            VmBackup backup, Collection<BackupPolicy> policies, InventoryReading reading, Instant now) {
        var spec = backup.getSpec();
        if (spec.snapshots() == null || spec.snapshots().reference() != Reference.Auto) {
            return false;
        }
        var uuid = Optional.ofNullable(backup.getStatus()).map(status -> status.vm());
        var vm = reading.inventory().vms().stream()
                .filter(it -> uuid.filter(known -> known.uuid().equals(it.uuid().toString()))
                        .isPresent())
                .findFirst();
        return !Successors.expected(backup, vm, policies, now);
    }
}
