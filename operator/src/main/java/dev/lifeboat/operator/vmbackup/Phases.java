package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import java.util.Optional;

/// The phase that people see, from the reason of the condition. Every reason is named, so that one that is added does
/// not go without a decision.
final class Phases {
    private Phases() {}

    /// @param last kept where something stands in the way of a backup under way
    static Phase of(VmBackupReason reason, Optional<Phase> last) {
        return switch (reason) {
            case Pending -> Phase.Pending;
            case Queued -> Phase.Queued;
            case Preparing -> Phase.Preparing;
            case Snapshotting -> Phase.Snapshotting;
            case Transferring -> Phase.Transferring;
            case Finalizing -> Phase.Finalizing;
            case Completed -> Phase.Succeeded;
            case CompletedWithWarnings -> Phase.SucceededWithWarnings;
            case Cancelling -> Phase.Cancelling;
            case Cancelled -> Phase.Cancelled;
            case TimedOut -> Phase.Failed;
            case Deleting -> Phase.Deleting;
            case HypervisorNotReady,
                    StorageNotReady,
                    UnknownReference,
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
                    InternalError,
                    UnplannedFull,
                    Created,
                    Quiesced,
                    QuiesceFellBack,
                    Removed,
                    ApplicationConsistent,
                    CrashConsistent,
                    Offline -> last.orElse(Phase.Pending);
        };
    }
}
