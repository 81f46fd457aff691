package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.StoredChunk;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a writer does, from any thread.
final class WriterFigures {

    private final LongAdder given = new LongAdder();
    private final LongAdder zero = new LongAdder();
    private final LongAdder duplicate = new LongAdder();
    private final LongAdder fresh = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder newChunks = new LongAdder();
    private final LongAdder duplicateChunks = new LongAdder();
    private final LongAdder rewrittenCells = new LongAdder();
    private final LongAdder rewriteRead = new LongAdder();

    void zeros(long bytes) {
        given.add(bytes);
        zero.add(bytes);
    }

    void content(long bytes, StoredChunk chunk) {
        given.add(bytes);
        if (chunk.isNew()) {
            fresh.add(bytes);
            stored.add(chunk.storedBytes());
            newChunks.increment();
        } else {
            duplicate.add(bytes);
            duplicateChunks.increment();
        }
    }

    /// Counted apart from what the caller gave: only what it takes in the store is added.
    void rewritten(long readBytes, StoredChunk chunk) {
        rewrittenCells.increment();
        rewriteRead.add(readBytes);
        stored.add(chunk.storedBytes());
    }

    DiskFigures now() {
        return new DiskFigures(
                given.sum(),
                zero.sum(),
                duplicate.sum(),
                fresh.sum(),
                stored.sum(),
                newChunks.sum(),
                duplicateChunks.sum(),
                rewrittenCells.sum(),
                rewriteRead.sum());
    }
}
