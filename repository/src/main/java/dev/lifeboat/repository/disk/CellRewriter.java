package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.StoredChunk;
import dev.lifeboat.repository.task.Awaited;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Bounds fragmentation: a changed cell whose pieces come from too many chunks is read and stored again as
/// one chunk.
///
/// Done when its page is stored, so that several changes of a cell in one run cost one rewrite, and together
/// with the other cells of the page, so that what lies together in old packs is fetched together.
final class CellRewriter {

    /// A restore never needs more than this many chunks per cell. One 64 KiB change of a cell in each run
    /// makes one rewrite of 1 MiB in eight runs: three times the changed bytes stored, over the years, for
    /// reads that stay within eight ranges.
    static final int MOST_CHUNKS_PER_CELL = 8;

    /// Cells read together.
    private static final int BATCH = 4;

    private final CellReader cells;
    private final ChunkWriter chunks;
    private final Geometry geometry;
    private final int parallel;

    CellRewriter(ChunkWriter chunks, Geometry geometry, int parallel) {
        this.cells = new CellReader(chunks.reader(), geometry);
        this.chunks = chunks;
        this.geometry = geometry;
        this.parallel = parallel;
    }

    /// Replaces, among the changed ones, those that are beyond the bound.
    ///
    /// @return what that took
    DiskFigures rewrite(List<Cell> page, BitSet changed) {
        var fragmented = changed.stream()
                .filter(index -> page.get(index).chunks() > MOST_CHUNKS_PER_CELL)
                .boxed()
                .toList();
        if (fragmented.isEmpty()) {
            return DiskFigures.NONE;
        }
        try (var executor = Executors.newFixedThreadPool(
                parallel, Thread.ofVirtual().name("rewrite-", 0).factory())) {
            var running = new ArrayList<Future<DiskFigures>>();
            for (int from = 0; from < fragmented.size(); from += BATCH) {
                var batch = fragmented.subList(from, Math.min(fragmented.size(), from + BATCH));
                running.add(executor.submit(() -> rewriteBatch(page, batch)));
            }
            return running.stream()
                    .map(task -> Awaited.result(task, "Interrupted while cells were rewritten"))
                    .reduce(DiskFigures.NONE, DiskFigures::plus);
        }
    }

    private DiskFigures rewriteBatch(List<Cell> page, List<Integer> batch) {
        var content = new byte[batch.size() * geometry.cellBytes()];
        cells.read(batch.stream().map(page::get).toList(), content);
        var figures = DiskFigures.NONE;
        for (int i = 0; i < batch.size(); i++) {
            var cell = page.get(batch.get(i));
            int length = compact(cell, content, i * geometry.cellBytes());
            var chunk = store(content, i * geometry.cellBytes(), length);
            // Each index is one thread's alone, and the list does not change its size.
            page.set(batch.get(i), cell.in(chunk.ref()));
            figures = figures.plus(WriterFigures.rewritten(length, chunk));
        }
        return figures;
    }

    /// Puts the pieces back to back, and says how long they are together.
    private int compact(Cell cell, byte[] content, int offset) {
        int pieceBytes = geometry.pieceBytes();
        int end = 0;
        for (var piece : cell.pieces()) {
            int length = piece.count() * pieceBytes;
            System.arraycopy(content, offset + piece.first() * pieceBytes, content, offset + end, length);
            end += length;
        }
        return end;
    }

    private StoredChunk store(byte[] content, int offset, int length) {
        try (var encoder = chunks.borrow()) {
            return encoder.store(ChunkKind.CONTENT, content, offset, length, Optional.empty());
        }
    }
}
