package dev.lifeboat.agent.archive;

/// A recovery point cannot be written as an XVA; the message says what to do instead.
public final class ArchiveRefusedException extends RuntimeException {
    public ArchiveRefusedException(String message) {
        super(message);
    }

    ArchiveRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
