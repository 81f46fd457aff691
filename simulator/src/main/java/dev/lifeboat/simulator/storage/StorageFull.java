package dev.lifeboat.simulator.storage;

/// There is no space left in the repository.
public final class StorageFull extends RuntimeException {
    public StorageFull() {
        super("there is insufficient space");
    }
}
