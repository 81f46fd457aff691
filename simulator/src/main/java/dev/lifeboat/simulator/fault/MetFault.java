package dev.lifeboat.simulator.fault;

import java.util.concurrent.CountDownLatch;

/// A fault that a call has met. Clearing the faults ends it, even before the call has begun to wait.
///
/// @param cleared counted down once the faults are cleared that this one was among
public record MetFault(CallFault fault, CountDownLatch cleared) {
    /// Returns once the faults have been cleared.
    public void awaitEnd() {
        try {
            cleared.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
