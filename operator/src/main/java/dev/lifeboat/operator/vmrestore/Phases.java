package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import java.util.Optional;

/// The phase that people see, from the reason of the condition. Every reason is named, so that one that is added does
/// not go without a decision.
final class Phases {
    private Phases() {}

    /// @param last kept where something stands in the way of a restore under way
    static Phase of(VmRestoreReason reason, Optional<Phase> last) {
        return switch (reason) {
            case Queued -> Phase.Queued;
            case Transferring -> Phase.Transferring;
            case Finalizing -> Phase.Finalizing;
            case Cancelling -> Phase.Cancelling;
            case Completed -> Phase.Succeeded;
            case Cancelled -> Phase.Cancelled;
            case Pending,
                    HypervisorNotReady,
                    StorageNotReady,
                    UnknownReference,
                    BackupNotComplete,
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
                    InternalError -> last.orElse(Phase.Pending);
        };
    }
}
