package dev.lifeboat.agent.nbd;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Ends when all its requests have ended, so that buffers of a failed batch are free when it fails.
final class ReadBatch implements ReadRequest.Outcome {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger left;
    private final AtomicReference<@Nullable NbdException> failure = new AtomicReference<>();

    ReadBatch(int requests) {
        left = new AtomicInteger(requests);
        if (requests == 0) {
            done.complete(null);
        }
    }

    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void read() {
        countDown();
    }

    @Override
    public void failed(NbdException reason) {
        failure.compareAndSet(null, reason);
        countDown();
    }

    private void countDown() {
        if (left.decrementAndGet() > 0) {
            return;
        }
        var reason = failure.get();
        if (reason == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(reason);
        }
    }
}
