package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupReason;

/// The one thing that a pass does for a backup that is being deleted.
sealed interface DeletionStep {
    /// The object may go.
    ///
    /// @param ours what has to go from the pool first
    record Release(Leftovers ours) implements DeletionStep {}

    /// @param reason  what stands in the way, or [VmBackupReason#Deleting] where it only takes a moment
    /// @param message what it waits for
    record Wait(VmBackupReason reason, String message) implements DeletionStep {}

    record StopAgent() implements DeletionStep {}

    /// Lets an agent remove the recovery point.
    record StartDeletion() implements DeletionStep {}

    /// Forgets an agent that failed, so that the next pass starts another.
    ///
    /// @param reason  why it failed
    /// @param message what failed, and how to do without it
    record TryAgain(VmBackupReason reason, String message) implements DeletionStep {}
}
