package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.failure.OrderFailedException;

/// Reading from the repository is not interruptible, so the consumer of its data looks out.
final class Interrupts {
    private Interrupts() {}

    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new OrderFailedException(FailureReason.Cancelled, "Filling a disk was interrupted");
        }
    }
}
