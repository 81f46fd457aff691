package dev.lifeboat.xen;

/// The peer answered something that XAPI does not say: no XML-RPC, too large, cut off, or of the wrong shape.
public final class MalformedResponseException extends XenException {

    public MalformedResponseException(String message) {
        super(message);
    }

    public MalformedResponseException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Kind kind() {
        return Kind.RETRYABLE;
    }
}
