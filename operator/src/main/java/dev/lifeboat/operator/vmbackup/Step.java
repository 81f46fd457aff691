package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The one thing that a pass does for a backup.
sealed interface Step {
    /// Nothing now.
    record Wait(VmBackupReason reason, String message) implements Step {}

    /// Takes its slot.
    record Begin() implements Step {}

    /// Writes down which VM it is, so that a VM that is renamed meanwhile stays the same.
    record Identify(VirtualMachine vm, PoolTraits pool) implements Step {}

    /// @param unfinished snapshots of ours that a crash left without markers; they go first
    /// @param excluded   disks that stay out of it
    /// @param strategy   that the backup goes on with
    /// @param enableCbt  disks on which tracking is switched on before
    /// @param demandedBy the fields, if any, that rule out to go on without tracking
    record TakeSnapshot(
            VirtualMachine vm,
            List<UUID> unfinished,
            ExcludedDisks excluded,
            SnapshotConsistency consistency,
            Strategy.Kind strategy,
            Set<UUID> enableCbt,
            Optional<String> demandedBy)
            implements Step {}

    /// @param compression of the XVA, if one is wanted
    /// @param excluded    what the recovery point will say that it lacks
    record StartAgent(
            VmSnapshot snapshot,
            PoolTraits pool,
            Strategy strategy,
            List<DiskBackup> disks,
            ArchiveCompression compression,
            List<VmBackupStatus.ExcludedDisk> excluded)
            implements Step {}

    /// The agent reads and stores.
    record Follow(Optional<Progress> progress, String message) implements Step {}

    /// Gives the order again to another agent, since nobody knows how it went with the last one.
    record AskAgain(String message) implements Step {}

    /// Ends the agent; the next passes find it gone.
    record StopAgent(VmBackupReason reason, String message) implements Step {}

    /// @param snapshot and what stays of it; absent when it is gone or out of reach
    /// @param reduce   disks of the snapshot that a crash left on the way to their record of changed blocks
    /// @param leaves   what stays of it on the pool; absent when that cannot be known
    /// @param base     the earlier recovery point whose snapshot stays in its place, if so
    /// @param older    what the pool kept for earlier backups, and what crashes left
    record Finish(
            BackupReport report,
            Optional<Snapshot> snapshot,
            List<UUID> reduce,
            Optional<SnapshotStatus.Kind> leaves,
            Optional<String> base,
            Leftovers older,
            List<Warning> warnings)
            implements Step {

        record Snapshot(UUID uuid, Remnant remnant) {}
    }

    /// @param ours what this backup left on the pool
    record Fail(VmBackupReason reason, String message, Leftovers ours) implements Step {}
}
