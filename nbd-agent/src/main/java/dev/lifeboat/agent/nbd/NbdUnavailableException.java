package dev.lifeboat.agent.nbd;

/// No server serves this disk to us: there is none, none answers, or each one refuses.
public final class NbdUnavailableException extends NbdException {
    public NbdUnavailableException(String message) {
        super(message);
    }

    public NbdUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
