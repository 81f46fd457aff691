package dev.lifeboat.agent.nbd;

/// A connection ended, or stood still for too long. What was in flight on it can be asked for again on another.
public final class ConnectionLostException extends NbdException {
    public ConnectionLostException(String message) {
        super(message);
    }

    public ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
