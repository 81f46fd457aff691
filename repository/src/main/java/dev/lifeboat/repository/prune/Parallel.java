package dev.lifeboat.repository.prune;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Does the same to many things, some of them at a time. The first failure ends it; an interrupt too.
final class Parallel {

    private final int most;

    Parallel(int most) {
        this.most = most;
    }

    <T> void forEach(Collection<T> things, Consumer<T> action) {
        if (most == 1) {
            things.forEach(action);
            return;
        }
        var executor = Executors.newFixedThreadPool(
                most, Thread.ofVirtual().name("prune-", 0).factory());
        try (executor) {
            run(executor, things, action);
        }
    }

    private <T> void run(ExecutorService executor, Collection<T> things, Consumer<T> action) {
        var running = new ArrayDeque<Future<?>>();
        try {
            for (var thing : things) {
                if (running.size() >= 2 * most) {
                    await(running.remove());
                }
                running.add(executor.submit(() -> action.accept(thing)));
            }
            while (!running.isEmpty()) {
                await(running.remove());
            }
        } finally {
            // What has not begun does not begin any more; what has is waited for.
            running.forEach(future -> future.cancel(false));
        }
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("The prune was interrupted").initCause(e);
        }
    }
}
