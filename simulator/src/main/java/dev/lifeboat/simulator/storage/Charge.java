package dev.lifeboat.simulator.storage;

/// What one layer takes of its repository's space: its whole size while it is reserved, else the blocks it holds.
final class Charge {
    private final Space space;
    private boolean reserved;
    private long bytes;

    Charge(Space space, boolean reserved) {
        this.space = space;
        this.reserved = reserved;
    }

    Space space() {
        return space;
    }

    synchronized boolean reserved() {
        return reserved;
    }

    synchronized long bytes() {
        return bytes;
    }

    /// The layer has this size from now on.
    synchronized void size(long sizeBytes) {
        if (reserved && sizeBytes > bytes) {
            space.claim(sizeBytes - bytes);
            bytes = sizeBytes;
        }
    }

    /// One more block gets content.
    synchronized void block() {
        if (!reserved) {
            space.claim(BlockMap.BLOCK_BYTES);
            bytes += BlockMap.BLOCK_BYTES;
        }
    }

    /// Blocks that garbage collection moved here.
    synchronized void moved(long blocks) {
        if (!reserved) {
            space.move(blocks * BlockMap.BLOCK_BYTES);
            bytes += blocks * BlockMap.BLOCK_BYTES;
        }
    }

    /// The layer is written no more: it keeps only what it holds.
    synchronized void freeze(long blocks) {
        if (reserved) {
            reserved = false;
            long held = blocks * BlockMap.BLOCK_BYTES;
            space.move(held - bytes);
            bytes = held;
        }
    }

    /// A hidden layer that a writable disk takes over on a thick repository.
    synchronized void thaw(long sizeBytes) {
        if (!reserved) {
            reserved = true;
            space.move(sizeBytes - bytes);
            bytes = sizeBytes;
        }
    }

    synchronized void release() {
        space.release(bytes);
        bytes = 0;
    }
}
