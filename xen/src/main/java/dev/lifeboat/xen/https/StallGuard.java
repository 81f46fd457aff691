package dev.lifeboat.xen.https;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

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
        var stalled = new AtomicBoolean();
        var closing = closeAfter(limit, socket, stalled);
        try {
            return action.run();
        } catch (IOException e) {
            if (stalled.get()) {
                var timeout = new SocketTimeoutException("nothing moved for " + limit);
                timeout.addSuppressed(e);
                throw timeout;
            }
            throw e;
        } finally {
            closing.cancel(false);
        }
    }

    /// Closes it then, unless that is cancelled before.
    ///
    /// @param closed becomes true before it is closed, so that whoever reads knows why reading ended
    static Future<?> closeAfter(Duration limit, Closeable socket, AtomicBoolean closed) {
        return CLOCK.schedule(
                () -> {
                    closed.set(true);
                    closeQuietly(socket);
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
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
