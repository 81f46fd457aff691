package dev.lifeboat.agent.nbd;

/// A range of the disk cannot be read, also not after asking again.
public final class ReadFailedException extends NbdException {
    public ReadFailedException(String message) {
        super(message);
    }

    public ReadFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
