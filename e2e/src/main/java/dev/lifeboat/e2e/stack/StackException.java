package dev.lifeboat.e2e.stack;

import java.nio.file.Path;

/// A process of the stack did not start or did not live.
public final class StackException extends RuntimeException {
    private final Path log;

    StackException(String message, Path log) {
        super(message);
        this.log = log;
    }

    /// What the process printed.
    public Path log() {
        return log;
    }
}
