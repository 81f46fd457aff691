package dev.lifeboat.agent.nbd;

/// Reading over NBD failed; the message names the server, what was asked of it and what it did.
public abstract sealed class NbdException extends RuntimeException
        permits NbdUnavailableException, NbdProtocolException, ConnectionLostException, ReadFailedException {
    protected NbdException(String message) {
        super(message);
    }

    protected NbdException(String message, Throwable cause) {
        super(message, cause);
    }

    /// There is always one.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
