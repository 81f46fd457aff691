package dev.lifeboat.agent.nbd;

/// The server said something that NBD does not allow at this point; nothing it says later can be trusted.
public final class NbdProtocolException extends NbdException {
    public NbdProtocolException(String message) {
        super(message);
    }
}
