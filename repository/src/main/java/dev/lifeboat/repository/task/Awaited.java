package dev.lifeboat.repository.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What a task on another thread came to.
public final class Awaited {

    private Awaited() {}

    /// Waits for its end.
    ///
    /// @param interrupted what to say if the waiting thread is interrupted
    /// @throws CancellationException the waiting thread was interrupted; its flag is set again
    /// @throws RuntimeException as the task threw it
    public static <T extends @Nullable Object> T result(Future<T> task, String interrupted) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException(interrupted).initCause(e);
        }
    }
}
