package dev.lifeboat.repository.verify;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// So many tasks at a time. Who hands over one more waits, so nothing piles up.
final class Crew implements AutoCloseable {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("verify-", 0).factory());
    private final Semaphore places;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    Crew(int size) {
        places = new Semaphore(size);
    }

    /// @throws RuntimeException an earlier task failed
    void run(Runnable task) {
        places.acquireUninterruptibly();
        throwFailure();
        threads.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                places.release();
            }
        });
    }

    /// Waits for what has begun.
    ///
    /// @throws RuntimeException the first failure of a task
    void finish() {
        threads.close();
        throwFailure();
    }

    private void throwFailure() {
        var thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
