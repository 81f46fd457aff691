package dev.lifeboat.agent.order;

import dev.lifeboat.agent.progress.ProgressBoard;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends work at which nothing moves any more, by interrupting it: half done and able to go on is better than waiting
/// for ever for something that hangs although it must not. What nothing interrupts ends with the process, which the
/// kubelet kills because `/healthz` says the same.
final class StallWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    private final ProgressBoard board;
    private final Thread worker;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stall-watch").factory());
    private Optional<String> stall = Optional.empty();

    private StallWatch(ProgressBoard board, Thread worker) {
        this.board = board;
        this.worker = worker;
    }

    /// Watches the calling thread.
    ///
    /// @param period between two looks
    static StallWatch overThisThread(ProgressBoard board, Duration period) {
        var watch = new StallWatch(board, Thread.currentThread());
        var _ = watch.timer.scheduleWithFixedDelay(
                watch::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /// Why the work was ended, if it was.
    synchronized Optional<String> stall() {
        return stall;
    }

    private synchronized void look() {
        if (stall.isEmpty() && !timer.isShutdown()) {
            stall = board.stall();
            stall.ifPresent(why -> {
                LOG.error("{}; ending", why);
                worker.interrupt();
            });
        }
    }

    /// From here on nobody is interrupted.
    @Override
    public synchronized void close() {
        timer.shutdownNow();
    }
}
