package dev.lifeboat.agent.parallel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Runs tasks side by side, each in a virtual thread. The first that fails ends the others by interrupting
/// them, and its failure is thrown; interrupting the caller ends all.
public final class FirstFailure {
    /// Tasks end at once when interrupted, but for calls that nothing interrupts; these are left to themselves.
    private static final Duration END = Duration.ofSeconds(4);

    private FirstFailure() {}

    /// @param atATime how many run at most
    /// @return the results in the order of the tasks
    public static <T> List<T> runAll(Collection<? extends Callable<T>> tasks, int atATime) throws InterruptedException {
        var permits = new Semaphore(atATime, true);
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("disk-", 0).factory());
        try {
            CompletionService<T> completions = new ExecutorCompletionService<>(threads);
            var futures = new ArrayList<Future<T>>();
            for (var task : tasks) {
                futures.add(completions.submit(() -> {
                    permits.acquire();
                    try {
                        return task.call();
                    } finally {
                        permits.release();
                    }
                }));
            }
            awaitAll(completions, futures.size());
            return futures.stream().map(Future::resultNow).toList();
        } finally {
            threads.shutdownNow();
            boolean _ = Uninterrupted.call(() -> threads.awaitTermination(END.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private static void awaitAll(CompletionService<?> completions, int count) throws InterruptedException {
        try {
            for (int i = 0; i < count; i++) {
                completions.take().get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case null -> throw new IllegalStateException(e);
                case RuntimeException failure -> throw failure;
                case InterruptedException interrupted -> throw interrupted;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }
}
