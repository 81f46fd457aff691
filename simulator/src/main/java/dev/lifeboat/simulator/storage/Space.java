package dev.lifeboat.simulator.storage;

import java.util.concurrent.atomic.AtomicLong;

/// The room of one repository. A thick one gives each writable disk its whole size at once, a thin one each block when
/// it is first written.
public final class Space {
    private final long capacityBytes;
    private final boolean thick;
    private final AtomicLong used = new AtomicLong();
    private volatile boolean full;

    public Space(long capacityBytes, boolean thick) {
        this.capacityBytes = capacityBytes;
        this.thick = thick;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    public boolean thick() {
        return thick;
    }

    public long usedBytes() {
        return used.get();
    }

    public long freeBytes() {
        return Math.max(0, capacityBytes - used.get());
    }

    /// From now on every write that needs space fails, until called with false.
    public void full(boolean isFull) {
        full = isFull;
    }

    void requireRoom() {
        if (full) {
            throw new StorageFull();
        }
    }

    /// Takes the bytes, or throws `StorageFull` and takes none.
    void claim(long bytes) {
        requireRoom();
        if (used.addAndGet(bytes) > capacityBytes) {
            used.addAndGet(-bytes);
            throw new StorageFull();
        }
    }

    /// Takes the bytes whatever is left: what garbage collection moves it gives back at once.
    void move(long bytes) {
        used.addAndGet(bytes);
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }
}
