package dev.lifeboat.agent.parallel;

import dev.lifeboat.xen.InterruptedCallException;
import java.util.concurrent.Callable;

/// Cleaning up after a cancelled order: the interrupt that ended the work must not end the cleaning too. The thread is
/// marked as interrupted again afterwards.
public final class Uninterrupted {
    private Uninterrupted() {}

    public static void run(Runnable cleanup) {
        var _ = call(() -> {
            cleanup.run();
            return true;
        });
    }

    /// @param cleanup may be started twice, when the interrupt comes while it runs
    public static <T> T call(Callable<T> cleanup) {
        boolean interrupted = Thread.interrupted();
        try {
            return attempt(cleanup);
        } catch (InterruptedException | InterruptedCallException e) {
            interrupted = true;
            Thread.interrupted();
            return again(cleanup, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T again(Callable<T> cleanup, Exception first) {
        try {
            return attempt(cleanup);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted twice while cleaning up", first);
        }
    }

    private static <T> T attempt(Callable<T> cleanup) throws InterruptedException {
        try {
            return cleanup.call();
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
