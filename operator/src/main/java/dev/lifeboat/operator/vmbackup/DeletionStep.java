package dev.lifeboat.operator.vmbackup;

/// The one thing that a pass does for a backup that is being deleted.
sealed interface DeletionStep {
    /// The object may go.
    ///
    /// @param ours what has to go from the pool first
    record Release(Leftovers ours) implements DeletionStep {}

    /// @param message what it waits for
    /// @param blocked whether that is up to somebody else: a person, or a restore that reads the data
    record Wait(String message, boolean blocked) implements DeletionStep {}

    record StopAgent() implements DeletionStep {}

    /// Lets an agent remove the recovery point.
    record StartDeletion() implements DeletionStep {}

    /// Forgets an agent that failed, so that the next pass starts another.
    ///
    /// @param message what failed, and how to do without it
    record TryAgain(String message) implements DeletionStep {}
}
