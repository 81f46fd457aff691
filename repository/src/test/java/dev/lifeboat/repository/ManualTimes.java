package dev.lifeboat.repository;

import dev.lifeboat.repository.objectstore.ManualClock;
import dev.lifeboat.repository.session.Ticker.Ticking;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Time that passes when a test says so; what a session does beside the writing happens in the writing thread.
final class ManualTimes {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T10:20:00Z"));
    private final List<Runnable> ticks = new CopyOnWriteArrayList<>();

    Clockwork clockwork() {
        return new Clockwork(
                clock,
                (_, tick) -> {
                    ticks.add(tick);
                    return (Ticking) () -> ticks.remove(tick);
                },
                AtOnce::new);
    }

    Instant now() {
        return clock.instant();
    }

    /// Time passes and every session that goes on is called once.
    void pass(Duration time) {
        stop(time);
        ticks.forEach(Runnable::run);
    }

    /// Sessions that are at work are killed: nobody calls them any more.
    void kill() {
        ticks.clear();
    }

    /// Time passes and nobody notices: the machine stood still.
    void stop(Duration time) {
        clock.advance(time);
    }

    Clock clock() {
        return clock;
    }

    private static final class AtOnce extends AbstractExecutorService {

        private volatile boolean shutdown;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutdown;
        }
    }
}
