package dev.lifeboat.crds;

import dev.lifeboat.crds.VmRestoreStatus.Phase;
import java.util.Optional;

/// Reasons of a VmRestore's conditions, with its own phases: an enum inherits nothing of VmBackupReason.
public enum VmRestoreReason implements Reason {
    Queued(Phase.Queued),
    HypervisorNotReady,
    StorageNotReady,
    UnknownReference,
    BackupNotComplete,
    Transferring(Phase.Transferring),
    Finalizing(Phase.Finalizing),
    Completed(Phase.Succeeded),
    PointMissing,
    TargetMissing,
    TargetFull,
    TargetExists,
    PlaintextNotAllowed,
    NetworkUnmapped,
    AgentFailed,
    StorageUnavailable,
    RepositoryDamaged,
    PoolUnreachable,
    CredentialsRejected,
    Cancelling(Phase.Cancelling),
    Cancelled(Phase.Cancelled),
    InternalError;

    private final Optional<Phase> phase;

    VmRestoreReason(Phase phase) {
        this.phase = Optional.of(phase);
    }

    VmRestoreReason() {
        this.phase = Optional.empty();
    }

    /// That people see with it. A reason without one says how a restore fares in the phase that it is in already.
    public Optional<Phase> phase() {
        return phase;
    }
}
