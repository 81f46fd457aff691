package dev.lifeboat.agent.parallel;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.failure.OrderFailedException;

/// The interrupt of a cancelled order. Reading from the repository does not end by it, so the
/// consumer of its data looks out.
public final class Interrupts {
    private Interrupts() {}

    /// @param doing what is interrupted, as the beginning of a sentence
    /// @throws OrderFailedException the thread is interrupted
    public static void check(String doing) {
        if (Thread.currentThread().isInterrupted()) {
            throw new OrderFailedException(FailureReason.Cancelled, doing + " was interrupted");
        }
    }
}
