package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.task.Awaited;
import java.util.ArrayDeque;
import java.util.Collection;
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
                    Awaited.result(running.remove(), "The prune was interrupted");
                }
                running.add(executor.submit(() -> action.accept(thing)));
            }
            while (!running.isEmpty()) {
                Awaited.result(running.remove(), "The prune was interrupted");
            }
        } finally {
            // What has not begun does not begin any more; what has is waited for.
            running.forEach(future -> future.cancel(false));
        }
    }
}
