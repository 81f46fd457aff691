package dev.lifeboat.agent.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM: the command is asked to end, and gets a few seconds to clean up before the process does.
public final class Interruption {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean requested;

    /// Makes signals ask.
    public void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::request, "interruption"));
    }

    boolean requested() {
        return requested;
    }

    /// @throws CommandFailedException the command was asked to end
    void check() {
        if (requested) {
            throw new CommandFailedException(
                    Exit.INTERRUPTED, "Ended before it was done; nothing half-written is left");
        }
    }

    /// The command has cleaned up: the process may end.
    public void ended() {
        ended.countDown();
    }

    void request() {
        requested = true;
        try {
            boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As if a signal had come, without waiting for the end.
    void requestNow() {
        requested = true;
    }
}
