package dev.lifeboat.simulator.rpc;

/// A body that is no call at all; the server answers it with HTTP 500 and the text.
public final class MalformedRequest extends RuntimeException {
    public MalformedRequest(String message) {
        super(message);
    }

    public MalformedRequest(String message, Throwable cause) {
        super(message, cause);
    }
}
