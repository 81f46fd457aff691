package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.status.Verdict;
import java.time.Clock;

/// What a status says of a pass that threw.
final class ErrorStatus {
    private ErrorStatus() {}

    /// What only a person can mend fails a backup that has done nothing yet, so that it gives its slot free. Once there
    /// is a snapshot, it waits: somebody has to take that away.
    static VmBackupStatus of(VmBackup backup, Verdict verdict, Clock clock) {
        var draft = new StatusDraft(backup, clock);
        var reason = reason(verdict.reason());
        return verdict.worthRetrying() || Request.of(backup).snapshotTaken()
                ? draft.running(reason, verdict.message())
                : draft.failed(reason, verdict.message());
    }

    static VmBackupReason reason(Reason reason) {
        return switch (reason) {
            case VmBackupReason own -> own;
            case XenHypervisorReason pool -> ofPool(pool);
            case BackupStorageReason _ -> VmBackupReason.StorageNotReady;
            default -> VmBackupReason.InternalError;
        };
    }

    private static VmBackupReason ofPool(XenHypervisorReason reason) {
        return switch (reason) {
            case NotReachable, CertificateNotTrusted -> VmBackupReason.PoolUnreachable;
            case CredentialsRejected, PermissionDenied -> VmBackupReason.CredentialsRejected;
            default -> VmBackupReason.HypervisorNotReady;
        };
    }
}
