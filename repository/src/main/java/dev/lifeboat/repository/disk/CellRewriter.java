package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
    private final WriterFigures figures;
    private final int parallel;

    CellRewriter(ChunkWriter chunks, Geometry geometry, WriterFigures figures, int parallel) {
        this.cells = new CellReader(chunks.reader(), geometry);
        this.chunks = chunks;
        this.geometry = geometry;
        this.figures = figures;
        this.parallel = parallel;
    }

    /// Replaces, among the changed ones, those that are beyond the bound.
    void rewrite(List<Cell> page, BitSet changed) {
        var fragmented = changed.stream()
                .filter(index -> page.get(index).chunks() > MOST_CHUNKS_PER_CELL)
                .boxed()
                .toList();
        if (fragmented.isEmpty()) {
            return;
        }
        try (var executor = Executors.newFixedThreadPool(
                parallel, Thread.ofVirtual().name("rewrite-", 0).factory())) {
            var running = new ArrayList<Future<?>>();
            for (int from = 0; from < fragmented.size(); from += BATCH) {
                var batch = fragmented.subList(from, Math.min(fragmented.size(), from + BATCH));
                running.add(executor.submit(() -> rewriteBatch(page, batch)));
            }
            running.forEach(CellRewriter::await);
        }
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while cells were rewritten", e);
        }
    }

    private void rewriteBatch(List<Cell> page, List<Integer> batch) {
        var content = new byte[batch.size() * geometry.cellBytes()];
        cells.read(batch.stream().map(page::get).toList(), content);
        for (int i = 0; i < batch.size(); i++) {
            // Each index is one thread's alone, and the list does not change its size.
            page.set(batch.get(i), store(page.get(batch.get(i)), content, i * geometry.cellBytes()));
        }
    }

    private Cell store(Cell cell, byte[] content, int offset) {
        int pieceBytes = geometry.pieceBytes();
        int end = 0;
        for (var piece : cell.pieces()) {
            int length = piece.count() * pieceBytes;
            System.arraycopy(content, offset + piece.first() * pieceBytes, content, offset + end, length);
            end += length;
        }
        try (var encoder = chunks.borrow()) {
            var chunk = encoder.store(ChunkKind.CONTENT, content, offset, end, Optional.empty());
            figures.rewritten(end, chunk);
            return cell.in(chunk.ref());
        }
    }
}
