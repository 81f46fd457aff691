package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.VmRestoreStatus;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.status.Verdict;
import java.time.Clock;

/// What a status says of a pass that threw.
final class ErrorStatus {
    private ErrorStatus() {}

    /// A restore goes on when what stands in its way is mended; `cancel` ends it.
    static VmRestoreStatus of(VmRestore restore, Verdict verdict, Clock clock) {
        return new StatusDraft(restore, clock).running(reason(verdict.reason()), verdict.message());
    }

    static VmRestoreReason reason(Reason reason) {
        return switch (reason) {
            case VmRestoreReason own -> own;
            case XenHypervisorReason pool -> ofPool(pool);
            case BackupStorageReason _ -> VmRestoreReason.StorageNotReady;
            default -> VmRestoreReason.InternalError;
        };
    }

    private static VmRestoreReason ofPool(XenHypervisorReason reason) {
        return switch (reason) {
            case NotReachable, CertificateNotTrusted -> VmRestoreReason.PoolUnreachable;
            case CredentialsRejected, PermissionDenied -> VmRestoreReason.CredentialsRejected;
            default -> VmRestoreReason.HypervisorNotReady;
        };
    }
}
