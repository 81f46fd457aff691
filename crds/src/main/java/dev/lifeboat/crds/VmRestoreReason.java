package dev.lifeboat.crds;

/// Reasons of a VmRestore's conditions.
public enum VmRestoreReason implements Reason {
    Pending,
    Queued,
    HypervisorNotReady,
    StorageNotReady,
    UnknownReference,
    BackupNotComplete,
    Transferring,
    Finalizing,
    Completed,
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
    Cancelling,
    Cancelled,
    InternalError
}
