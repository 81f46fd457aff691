package dev.lifeboat.agent.failure;

import dev.lifeboat.agent.api.FailureReason;

/// An order cannot be done, by our own judgement; other exceptions are translated by [Failures].
public final class OrderFailedException extends RuntimeException {
    private final FailureReason reason;

    /// @param message what was being done to what, what happened, what to do
    public OrderFailedException(FailureReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public OrderFailedException(FailureReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public FailureReason reason() {
        return reason;
    }
}
