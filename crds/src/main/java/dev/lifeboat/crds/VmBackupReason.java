package dev.lifeboat.crds;

/// Reasons of a VmBackup's conditions.
public enum VmBackupReason implements Reason {
    Pending,
    Queued,
    HypervisorNotReady,
    StorageNotReady,
    UnknownReference,
    Preparing,
    Snapshotting,
    Transferring,
    Finalizing,
    Completed,
    CompletedWithWarnings,
    VmNotFound,
    VmNameAmbiguous,
    VmHasNoDisks,
    SnapshotFailed,
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
    Cancelling,
    Cancelled,
    Deleting,
    InternalError
}
