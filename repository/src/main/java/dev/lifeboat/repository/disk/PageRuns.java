package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which runs of a disk lie in which chunks, read from a page. For maintenance: no content is touched.
public final class PageRuns {

    /// A run of a disk that lies in one chunk. All in bytes, the end of a disk rounded up to a piece.
    ///
    /// @param from where in the chunk's content it starts
    public record Run(long offset, long lengthBytes, ChunkRef chunk, long from) {

        /// How long the chunk's content has to be for this.
        public long neededBytes() {
            return from + lengthBytes;
        }
    }

    private final Geometry geometry;
    private final ChunkReader chunks;

    public PageRuns(Geometry geometry, ChunkReader chunks) {
        this.geometry = geometry;
        this.chunks = chunks;
    }

    /// Ascending; what no run covers is holes.
    ///
    /// @param diskBytes how large the disk was when the page was written, or later
    /// @throws dev.lifeboat.repository.errors.DamagedException the page is not what was written
    /// @throws dev.lifeboat.repository.errors.ChunkMissingException the page is gone
    public List<Run> read(PageRef page, long diskBytes) {
        var cells = new PageReader(chunks, geometry, diskBytes).read(page.index(), Optional.of(page));
        var runs = new ArrayList<Run>();
        long cellOffset = (long) page.index() * geometry.pageBytes();
        for (var cell : cells) {
            for (var piece : cell.pieces()) {
                runs.add(new Run(
                        cellOffset + (long) piece.first() * geometry.pieceBytes(),
                        (long) piece.count() * geometry.pieceBytes(),
                        piece.chunk(),
                        (long) piece.from() * geometry.pieceBytes()));
            }
            cellOffset += geometry.cellBytes();
        }
        return runs;
    }
}
