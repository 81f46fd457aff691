package dev.lifeboat.operator.queue;

/// Whether a contender may start.
public sealed interface Turn {
    record Now() implements Turn {}

    /// @param message what it waits for
    record Later(String message) implements Turn {}
}
