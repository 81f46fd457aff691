package dev.lifeboat.simulator.storage;

import java.util.Optional;

/// The 64 KiB blocks of a disk written since the snapshot before. Logs form a chain from the oldest snapshot to the
/// live disk.
final class ChangeLog {
    private final BlockMap changed;
    private long sizeBytes;
    private Optional<ChangeLog> older;
    private Optional<ChangeLog> newer = Optional.empty();
    private boolean lost;

    /// Comes right after `older`, before whatever came after that: a snapshot of a snapshot stands between the two.
    ChangeLog(long sizeBytes, Optional<ChangeLog> older) {
        this.sizeBytes = sizeBytes;
        this.changed = new BlockMap(sizeBytes);
        this.older = older;
        older.ifPresent(this::insertAfter);
    }

    private void insertAfter(ChangeLog log) {
        newer = log.newer;
        newer.ifPresent(next -> next.older = Optional.of(this));
        log.newer = Optional.of(this);
    }

    /// Some writes may be missing from the log.
    void lose() {
        lost = true;
    }

    boolean lost() {
        return lost;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    BlockMap changed() {
        return changed;
    }

    Optional<ChangeLog> older() {
        return older;
    }

    void mark(long offset, long length) {
        for (long block = offset / BlockMap.BLOCK_BYTES;
                block <= (offset + length - 1) / BlockMap.BLOCK_BYTES;
                block++) {
            changed.set(block);
        }
    }

    void grow(long newSizeBytes) {
        sizeBytes = newSizeBytes;
        changed.grow(newSizeBytes);
    }

    /// Leaves the chain; what it logged becomes part of its successor, so that comparisons across it stay right.
    void mergeIntoNewer() {
        newer.ifPresent(log -> log.changed.add(changed));
        newer.ifPresent(log -> log.lost |= lost);
        newer.ifPresent(log -> log.older = older);
        older.ifPresent(log -> log.newer = newer);
    }

    /// Leaves the chain and takes what it logged along; nobody can be compared across it any more.
    void cut() {
        newer.ifPresent(log -> log.older = Optional.empty());
        older.ifPresent(log -> log.newer = Optional.empty());
    }
}
