package dev.lifeboat.xen;

/// The calling thread was interrupted while it waited for the pool; its interrupt flag is set again.
public final class InterruptedCallException extends XenException {

    public InterruptedCallException(String what) {
        super("Interrupted while waiting: " + what);
    }

    @Override
    public Kind kind() {
        return Kind.RETRYABLE;
    }
}
