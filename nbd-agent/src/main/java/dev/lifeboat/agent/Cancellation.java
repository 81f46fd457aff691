package dev.lifeboat.agent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGTERM: interrupts the work once, and keeps the process alive while it cleans up and writes its report.
final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

    /// Whoever ends a container kills it some seconds later; by then everything is said.
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final Thread worker;
    private final Runnable lastWord;
    private final CountDownLatch reported = new CountDownLatch(1);
    private volatile boolean requested;

    private Cancellation(Thread worker, Runnable lastWord) {
        this.worker = worker;
        this.lastWord = lastWord;
    }

    /// Ends the calling thread's work when the process is asked to end.
    ///
    /// @param lastWord said when the work does not end in time
    static Cancellation ofThisThread(Runnable lastWord) {
        var cancellation = new Cancellation(Thread.currentThread(), lastWord);
        Runtime.getRuntime().addShutdownHook(new Thread(cancellation::request, "cancellation"));
        return cancellation;
    }

    boolean requested() {
        return requested;
    }

    /// The report is written: the process may end.
    void reported() {
        reported.countDown();
    }

    private void request() {
        if (reported.getCount() == 0) {
            return;
        }
        LOG.info("Asked to end: cancelling");
        requested = true;
        worker.interrupt();
        try {
            if (!reported.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Not everything could be cleaned up within {} s", PATIENCE.toSeconds());
                lastWord.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
