package dev.lifeboat.operator.vmbackup;

/// The one thing that a pass does for a backup that is being deleted.
sealed interface DeletionStep {
    /// The object may go.
    ///
    /// @param ours what has to go from the pool first
    record Release(Leftovers ours) implements DeletionStep {}

    /// @param message    what it waits for
    /// @param blocked    whether a person has to do something
    record Wait(String message, boolean blocked) implements DeletionStep {}

    record StopAgent() implements DeletionStep {}

    /// Lets an agent remove the recovery point.
    record StartDeletion() implements DeletionStep {}

    /// Forgets an agent that failed, so that the next pass starts another.
    record TryAgain(String message) implements DeletionStep {}
}
