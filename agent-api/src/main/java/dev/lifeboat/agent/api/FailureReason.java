package dev.lifeboat.agent.api;

/// Why an order was not done, and whether the same order may succeed later.
public enum FailureReason {
    PoolUnreachable(true),
    CertificateNotTrusted(false),
    CredentialsRejected(false),
    PermissionDenied(false),
    SnapshotGone(false),
    NbdUnavailable(true),
    CbtUnavailable(false),
    DiskReadFailed(true),
    DiskWriteFailed(true),
    TargetFull(false),
    TargetMissing(false),
    /// The pool has what would be created, or the storage.
    TargetExists(false),
    NetworkUnmapped(false),
    StorageUnreachable(true),
    StorageNotWritable(false),
    StorageCredentialsRejected(false),
    StorageFull(true),
    RepositoryKeyRejected(false),
    RepositoryMissing(false),
    RepositoryUnsupported(false),
    RepositoryDamaged(false),
    PointMissing(false),
    /// Nothing moved for longer than anything may take.
    Stalled(true),
    Cancelled(false),
    InvalidOrder(false),
    InternalError(true);

    private final boolean retryable;

    FailureReason(boolean retryable) {
        this.retryable = retryable;
    }

    public ExitCode exitCode() {
        if (this == Cancelled) {
            return ExitCode.Cancelled;
        }
        return retryable ? ExitCode.Retryable : ExitCode.Permanent;
    }
}
