package dev.lifeboat.repository.objectstore.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Closes a connection whose peer stops taking bytes: a blocked write has no time limit of its own.
final class StallGuard implements AutoCloseable {

    private final Duration silence;
    private final Set<Connection> sending = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("s3-stall-guard").factory());

    StallGuard(Duration silence) {
        this.silence = silence;
        long period = Math.max(1, silence.toMillis() / 4);
        var _ = timer.scheduleWithFixedDelay(this::closeStalled, period, period, TimeUnit.MILLISECONDS);
    }

    void watch(Connection connection) {
        connection.moved();
        sending.add(connection);
    }

    void leave(Connection connection) {
        sending.remove(connection);
    }

    private void closeStalled() {
        long now = System.nanoTime();
        for (var connection : sending) {
            if (now - connection.movedAtNanos() > silence.toNanos()) {
                connection.giveUp();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
