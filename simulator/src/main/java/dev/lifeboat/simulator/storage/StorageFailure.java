package dev.lifeboat.simulator.storage;

/// A read or write that the repository cannot do: no such disk, no space, a range that does not exist, a broken file.
public final class StorageFailure extends RuntimeException {
    public StorageFailure(String message) {
        super(message);
    }

    public StorageFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
