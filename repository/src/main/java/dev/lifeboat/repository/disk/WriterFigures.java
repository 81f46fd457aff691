package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.StoredChunk;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a writer does, from any thread; and what each step of it counts.
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

    static DiskFigures zeros(long bytes) {
        return new DiskFigures(bytes, bytes, 0, 0, 0, 0, 0, 0, 0);
    }

    static DiskFigures content(long bytes, StoredChunk chunk) {
        return chunk.isNew()
                ? new DiskFigures(bytes, 0, 0, bytes, chunk.storedBytes(), 1, 0, 0, 0)
                : new DiskFigures(bytes, 0, bytes, 0, 0, 0, 1, 0, 0);
    }

    /// Counted apart from what the caller gave: only what it takes in the store is added.
    static DiskFigures rewritten(long readBytes, StoredChunk chunk) {
        return new DiskFigures(0, 0, 0, 0, chunk.storedBytes(), 0, 0, 1, readBytes);
    }

    void add(DiskFigures step) {
        given.add(step.givenBytes());
        zero.add(step.zeroBytes());
        duplicate.add(step.duplicateBytes());
        fresh.add(step.newBytes());
        stored.add(step.storedBytes());
        newChunks.add(step.newChunks());
        duplicateChunks.add(step.duplicateChunks());
        rewrittenCells.add(step.rewrittenCells());
        rewriteRead.add(step.rewriteReadBytes());
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
