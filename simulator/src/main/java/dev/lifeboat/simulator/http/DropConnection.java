package dev.lifeboat.simulator.http;

/// Thrown by a handler that wants the connection closed without a word.
public final class DropConnection extends RuntimeException {
    public DropConnection() {
        super("the connection is dropped on request");
    }
}
