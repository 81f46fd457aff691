package dev.lifeboat.simulator.control;

/// A test named something that the pool does not have.
public final class UnknownObject extends RuntimeException {
    UnknownObject(String message) {
        super(message);
    }
}
