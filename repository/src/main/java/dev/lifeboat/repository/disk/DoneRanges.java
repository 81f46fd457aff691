package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.disk.Extent.Kind;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Walks the pieces that are done and joins neighbours, across pages. Holds one run.
final class DoneRanges implements Iterator<Extent> {

    private final Geometry geometry;
    private final PieceSet done;
    private final long diskBytes;
    private final int pages;
    private int page;
    private int piece;
    private Optional<Extent> next;

    DoneRanges(Geometry geometry, long diskBytes, PieceSet done) {
        this.geometry = geometry;
        this.done = done;
        this.diskBytes = diskBytes;
        this.pages = geometry.pages(diskBytes);
        this.next = joined(run());
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public Extent next() {
        var result = next.orElseThrow(() -> new NoSuchElementException("Behind the last range that is done"));
        next = joined(run());
        return result;
    }

    private Optional<Extent> joined(Optional<Extent> first) {
        var result = first;
        while (result.isPresent() && continues(result.get().end())) {
            var start = result.get();
            result = run().map(more -> new Extent(start.offset(), more.end() - start.offset(), Kind.CONTENT));
        }
        return result;
    }

    /// Whether the run that comes next begins where the last one ended, which was at the end of a page.
    private boolean continues(long end) {
        return piece == 0 && page < pages && end == (long) page * geometry.pageBytes() && done.next(page, 0) == 0;
    }

    /// The next run within one page.
    private Optional<Extent> run() {
        for (; page < pages; page++, piece = 0) {
            int first = done.next(page, piece);
            if (first >= 0) {
                return Optional.of(from(first));
            }
        }
        return Optional.empty();
    }

    private Extent from(int first) {
        long start = (long) page * geometry.pageBytes();
        int end = done.nextMissing(page, first);
        long from = start + (long) first * geometry.pieceBytes();
        long to = Math.min(diskBytes, start + (long) end * geometry.pieceBytes());
        piece = end;
        if (end >= geometry.piecesPerPage()) {
            page++;
            piece = 0;
        }
        return new Extent(from, to - from, Kind.CONTENT);
    }
}
