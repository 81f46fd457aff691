package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The pages of a disk of one size, as cells.
final class PageReader {

    private final ChunkReader chunks;
    private final Geometry geometry;
    private final PageCodec codec;
    private final long diskBytes;

    PageReader(ChunkReader chunks, Geometry geometry, long diskBytes) {
        this.chunks = chunks;
        this.geometry = geometry;
        this.codec = new PageCodec(geometry);
        this.diskBytes = diskBytes;
    }

    int cellsOf(int page) {
        return geometry.cellsOf(page, diskBytes);
    }

    int piecesOf(int page) {
        return geometry.piecesOf(page, diskBytes);
    }

    List<Cell> read(int page, Optional<PageRef> ref) {
        int cells = cellsOf(page);
        return ref.map(PageRef::chunk)
                .map(chunk -> codec.read(chunk, chunks.read(chunk), cells))
                .orElseGet(() -> Collections.nCopies(cells, Cell.HOLE));
    }
}
