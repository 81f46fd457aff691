package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.crds.VmRestoreReason;

/// What an agent's failure is called on a restore.
final class AgentFailures {
    private AgentFailures() {}

    static VmRestoreReason reason(FailureReason reason) {
        return switch (reason) {
            case PoolUnreachable, CertificateNotTrusted -> VmRestoreReason.PoolUnreachable;
            case CredentialsRejected, PermissionDenied -> VmRestoreReason.CredentialsRejected;
            case TargetFull -> VmRestoreReason.TargetFull;
            case TargetExists -> VmRestoreReason.TargetExists;
            case TargetMissing -> VmRestoreReason.TargetMissing;
            case NetworkUnmapped -> VmRestoreReason.NetworkUnmapped;
            case StorageUnreachable, StorageCredentialsRejected, StorageFull, StorageNotWritable ->
                VmRestoreReason.StorageUnavailable;
            case RepositoryKeyRejected -> VmRestoreReason.StorageNotReady;
            case RepositoryMissing, PointMissing -> VmRestoreReason.PointMissing;
            case RepositoryUnsupported, RepositoryDamaged -> VmRestoreReason.RepositoryDamaged;
            case Cancelled -> VmRestoreReason.Cancelled;
            case InvalidOrder, InternalError -> VmRestoreReason.InternalError;
            case Stalled, SnapshotGone, NbdUnavailable, CbtUnavailable, DiskReadFailed, DiskWriteFailed ->
                VmRestoreReason.AgentFailed;
        };
    }
}
