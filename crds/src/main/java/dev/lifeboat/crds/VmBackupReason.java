package dev.lifeboat.crds;

import dev.lifeboat.crds.VmBackupStatus.Phase;
import java.util.Optional;

/// Reasons of a VmBackup's conditions.
public enum VmBackupReason implements Reason {
    Queued(Phase.Queued),
    HypervisorNotReady,
    StorageNotReady,
    UnknownReference,
    Preparing(Phase.Preparing),
    Snapshotting(Phase.Snapshotting),
    Transferring(Phase.Transferring),
    Finalizing(Phase.Finalizing),
    Completed(Phase.Succeeded),
    CompletedWithWarnings(Phase.SucceededWithWarnings),
    VmNotFound,
    VmNameAmbiguous,
    VmHasNoDisks,
    AllDisksExcluded,
    InvalidSelector,
    SnapshotFailed,
    QuiesceUnavailable,
    VdiChainUnhealthy,
    SrFull,
    SnapshotGone,
    AgentFailed,
    NbdUnavailable,
    CbtUnavailable,
    StorageNotWritable,
    StorageUnavailable,
    RepositoryDamaged,
    PoolUnreachable,
    CredentialsRejected,
    Cancelling(Phase.Cancelling),
    Cancelled(Phase.Cancelled),
    TimedOut(Phase.Failed),
    Deleting(Phase.Deleting),
    InternalError,
    /// The event about disks that were read whole though nobody asked for it.
    UnplannedFull,
    /// Its data is not removed before the restore is over.
    InUseByRestore,
    /// How the snapshot was made, and that it is gone again.
    Created,
    Quiesced,
    QuiesceFellBack,
    Removed,
    /// In which state the recovery point shows the disks.
    ApplicationConsistent,
    CrashConsistent,
    Offline;

    private final Optional<Phase> phase;

    VmBackupReason(Phase phase) {
        this.phase = Optional.of(phase);
    }

    VmBackupReason() {
        this.phase = Optional.empty();
    }

    /// That people see with it. A reason without one says how a backup fares in the phase that it is in already.
    public Optional<Phase> phase() {
        return phase;
    }
}
