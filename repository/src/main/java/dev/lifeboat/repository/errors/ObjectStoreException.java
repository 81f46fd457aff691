package dev.lifeboat.repository.errors;

import org.jspecify.annotations.Nullable;

/// The object store refused or failed one operation on one key.
public final class ObjectStoreException extends RepositoryException {

    /// Whether the same call may succeed a moment later.
    public enum Retry {
        /// Throttled, timed out, connection lost, server error.
        LATER,
        /// Access denied, no such bucket, bad request: the same call fails again until a person changes
        /// something.
        NEVER,
        /// Full, or over a quota: the same call fails until somebody makes room.
        WITH_ROOM
    }

    /// Which call of the store failed.
    public enum Operation {
        PUT,
        PUT_IF_ABSENT,
        GET,
        LIST,
        DELETE,
        HEAD
    }

    private final Operation operation;
    private final String key;
    private final Retry retry;

    public ObjectStoreException(
            Operation operation, String key, Retry retry, String happened, @Nullable Throwable cause) {
        super(operation + " " + (key.isEmpty() ? "/" : key) + ": " + happened, cause);
        this.operation = operation;
        this.key = key;
        this.retry = retry;
    }

    public Operation operation() {
        return operation;
    }

    /// The key, or the prefix of a listing, relative to the repository.
    public String key() {
        return key;
    }

    /// Whether there is no room for what was to be stored.
    public boolean full() {
        return retry == Retry.WITH_ROOM;
    }

    public boolean retryable() {
        return retry == Retry.LATER;
    }
}
