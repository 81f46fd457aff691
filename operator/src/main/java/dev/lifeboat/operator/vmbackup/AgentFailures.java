package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.crds.VmBackupReason;

/// What an agent's failure is called on a backup.
final class AgentFailures {
    private AgentFailures() {}

    static VmBackupReason reason(FailureReason reason) {
        return switch (reason) {
            case PoolUnreachable, CertificateNotTrusted -> VmBackupReason.PoolUnreachable;
            case CredentialsRejected, PermissionDenied -> VmBackupReason.CredentialsRejected;
            case SnapshotGone -> VmBackupReason.SnapshotGone;
            case NbdUnavailable -> VmBackupReason.NbdUnavailable;
            case CbtUnavailable -> VmBackupReason.CbtUnavailable;
            case StorageUnreachable, StorageFull -> VmBackupReason.StorageUnavailable;
            case StorageNotWritable, StorageCredentialsRejected -> VmBackupReason.StorageNotWritable;
            case RepositoryKeyRejected -> VmBackupReason.StorageNotReady;
            case RepositoryMissing, RepositoryUnsupported, RepositoryDamaged -> VmBackupReason.RepositoryDamaged;
            case Cancelled -> VmBackupReason.Cancelled;
            case InvalidOrder, InternalError -> VmBackupReason.InternalError;
            case Stalled,
                    DiskReadFailed,
                    DiskWriteFailed,
                    TargetFull,
                    TargetExists,
                    TargetMissing,
                    NetworkUnmapped,
                    PointMissing -> VmBackupReason.AgentFailed;
        };
    }
}
