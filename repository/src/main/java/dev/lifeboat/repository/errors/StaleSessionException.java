package dev.lifeboat.repository.errors;

/// A writer may not go on: what it has stored is no longer protected, or another writer has its order. Nothing
/// was committed by it, and nothing is lost: the next session with the same order goes on from its
/// checkpoints.
public final class StaleSessionException extends RepositoryException {

    /// Why.
    public enum Reason {
        /// The lease could not be renewed in time, or the process stood still: the same order, started again,
        /// goes on.
        EXPIRED,
        /// Another writer with the same order has taken over, or ended the session: it is at work, or done.
        SUPERSEDED
    }

    private final Reason reason;

    public StaleSessionException(String sessionKey, Reason reason, String happened) {
        super("Session " + sessionKey + " cannot go on: " + happened, null);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
