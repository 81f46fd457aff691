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
    Cancelling,
    Cancelled,
    Deleting,
    InternalError,
    /// The event about disks that were read whole though nobody asked for it.
    UnplannedFull,
    /// How the snapshot was made, and that it is gone again.
    Created,
    Quiesced,
    QuiesceFellBack,
    Removed,
    /// In which state the recovery point shows the disks.
    ApplicationConsistent,
    CrashConsistent,
    Offline
}
