package dev.lifeboat.xen.https;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Sockets have a time limit for reading but none for writing, nor for a read of many small pieces. This
/// closes what takes too long.
final class StallGuard {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private StallGuard() {}

    /// Something that may block on a socket.
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    static <T> T within(Duration limit, Closeable socket, Action<T> action) throws IOException {
        var closing = CLOCK.schedule(() -> closeQuietly(socket), limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return action.run();
        } catch (IOException e) {
            if (closing.isDone()) {
                var stalled = new SocketTimeoutException("nothing moved for " + limit);
                stalled.addSuppressed(e);
                throw stalled;
            }
            throw e;
        } finally {
            closing.cancel(false);
        }
    }

    static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is being given up.
        }
    }

    private static ScheduledThreadPoolExecutor clock() {
        var clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("stall-guard").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
