package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.selection.InvalidSelectorException;
import dev.lifeboat.operator.selection.Selection;
import dev.lifeboat.xen.VirtualMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Whether another backup of a VM is to be expected that reads what changed, and so needs something on the pool to
/// compare with.
public final class Successors {
    /// Of a policy that is suspended for longer nobody remembers that it might go on.
    static final Duration SUSPENDED_FOR_GOOD = Duration.ofDays(30);

    private Successors() {}

    /// Of a backup that nobody scheduled, another one like it.
    public static boolean expected(
            VmBackup backup, Optional<VirtualMachine> vm, Collection<BackupPolicy> policies, Instant now) {
        return expected(backup.getSpec(), Strategy.Kind.of(Optional.ofNullable(backup.getStatus())), vm, policies, now);
    }

    static boolean expected(
            VmBackupSpec spec,
            Strategy.Kind kind,
            Optional<VirtualMachine> vm,
            Collection<BackupPolicy> policies,
            Instant now) {
        if (kind == Strategy.Kind.Raw) {
            return false;
        }
        var pool = spec.source().hypervisorRef().name();
        var storage = spec.storageRef().name();
        return (spec.policyRef() == null && spec.type() != BackupType.Full)
                || vm.filter(it -> scheduled(it, kind, pool, storage, policies, now))
                        .isPresent();
    }

    private static boolean scheduled(
            VirtualMachine vm,
            Strategy.Kind kind,
            String pool,
            String storage,
            Collection<BackupPolicy> policies,
            Instant now) {
        return policies.stream()
                .filter(policy -> policy.getMetadata().getDeletionTimestamp() == null)
                .filter(policy -> policy.getSpec().storageRef().name().equals(storage))
                .filter(policy -> policy.getSpec().hypervisorRefs().stream()
                        .anyMatch(ref -> ref.name().equals(pool)))
                .filter(policy -> !suspendedForGood(policy, now))
                .filter(policy -> readsChanges(policy.getSpec()))
                .filter(policy -> comparesLike(kind, policy.getSpec().strategy().mode()))
                .anyMatch(policy -> selects(policy, vm));
    }

    /// A policy without schedules makes backups by request, which read changes.
    private static boolean readsChanges(BackupPolicySpec spec) {
        var schedules = Optional.ofNullable(spec.schedules()).orElse(List.of());
        return schedules.isEmpty() || schedules.stream().anyMatch(schedule -> schedule.type() != BackupType.Full);
    }

    /// Cbt has no use for a snapshot that is not tracked, and Xva none for a record without data.
    private static boolean comparesLike(Strategy.Kind kind, BackupStrategy.Mode mode) {
        return mode == BackupStrategy.Mode.Auto
                || Strategy.Kind.named(mode.name()).filter(kind::equals).isPresent();
    }

    private static boolean suspendedForGood(BackupPolicy policy, Instant now) {
        return policy.getSpec().suspend()
                && Optional.ofNullable(policy.getStatus())
                        .flatMap(status -> Optional.ofNullable(status.conditions()))
                        .flatMap(conditions -> Conditions.find(conditions, Conditions.READY))
                        .filter(ready -> ready.getReason().equals(BackupPolicyReason.Suspended.name()))
                        .map(ready -> Instant.parse(ready.getLastTransitionTime()))
                        .filter(since -> since.plus(SUSPENDED_FOR_GOOD).isBefore(now))
                        .isPresent();
    }

    private static boolean selects(BackupPolicy policy, VirtualMachine vm) {
        try {
            return Selection.of(policy.getSpec().selector()).selects(vm);
        } catch (InvalidSelectorException _) {
            // It may have selected the VM before somebody broke it, and will again once that is mended.
            return true;
        }
    }
}
