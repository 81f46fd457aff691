package dev.lifeboat.repository.session;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Calls something from time to time, in a thread of its own.
@FunctionalInterface
public interface Ticker {

    /// What ends the calls.
    @FunctionalInterface
    interface Ticking extends AutoCloseable {
        @Override
        void close();
    }

    Ticking every(Duration period, Runnable tick);

    /// By the machine's own time. A tick must not throw, or it is the last one; one that runs is not waited for.
    static Ticker standard() {
        return (period, tick) -> {
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("session-timer").factory());
            var _ = timer.scheduleWithFixedDelay(tick, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
            return timer::shutdown;
        };
    }
}
