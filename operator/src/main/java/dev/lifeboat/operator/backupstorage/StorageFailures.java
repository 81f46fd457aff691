package dev.lifeboat.operator.backupstorage;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.crds.BackupStorageReason;

/// What an agent's failure says about the storage.
final class StorageFailures {
    private StorageFailures() {}

    static BackupStorageReason reason(FailureReason failure) {
        return switch (failure) {
            case StorageUnreachable, Stalled -> BackupStorageReason.NotReachable;
            case StorageNotWritable, StorageFull -> BackupStorageReason.NotWritable;
            case StorageCredentialsRejected, PermissionDenied -> BackupStorageReason.CredentialsRejected;
            case RepositoryKeyRejected -> BackupStorageReason.KeyRejected;
            case RepositoryDamaged -> BackupStorageReason.RepositoryDamaged;
            case RepositoryUnsupported -> BackupStorageReason.RepositoryUnsupported;
            case RepositoryMissing,
                    PointMissing,
                    PoolUnreachable,
                    CertificateNotTrusted,
                    CredentialsRejected,
                    SnapshotGone,
                    NbdUnavailable,
                    CbtUnavailable,
                    DiskReadFailed,
                    DiskWriteFailed,
                    TargetFull,
                    TargetMissing,
                    TargetExists,
                    NetworkUnmapped,
                    Cancelled,
                    InvalidOrder,
                    InternalError -> BackupStorageReason.ProbeFailed;
        };
    }
}
