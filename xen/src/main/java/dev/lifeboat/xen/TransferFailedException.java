package dev.lifeboat.xen;

/// A disk transfer broke: cut, stalled, short, or refused by the handler.
public final class TransferFailedException extends XenException {

    public TransferFailedException(String message) {
        super(message);
    }

    public TransferFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Kind kind() {
        return Kind.RETRYABLE;
    }
}
