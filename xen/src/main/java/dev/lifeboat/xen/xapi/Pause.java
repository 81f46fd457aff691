package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.InterruptedCallException;
import java.time.Duration;

/// Waiting, so that tests need not.
@FunctionalInterface
public interface Pause {

    void sleep(Duration duration) throws InterruptedException;

    /// Sleeps; an interrupt becomes an exception of ours.
    ///
    /// @param what is waited for, for the message when the wait is interrupted
    default void waitFor(String what, Duration duration) {
        try {
            sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedCallException(what);
        }
    }
}
