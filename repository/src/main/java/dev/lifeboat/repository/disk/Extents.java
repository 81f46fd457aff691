package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.disk.Extent.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntFunction;

/// Walks a disk image and joins neighbouring runs of the same kind, across cells and pages. Holds one page at
/// a time.
final class Extents implements Iterator<Extent> {

    private final Geometry geometry;
    private final long diskBytes;
    private final IntFunction<Iterable<Cell>> pages;
    private final int pageCount;
    private final Deque<Extent> ready = new ArrayDeque<>();
    private int nextPage;
    private Optional<Extent> growing = Optional.empty();

    Extents(Geometry geometry, long diskBytes, IntFunction<Iterable<Cell>> pages) {
        this.geometry = geometry;
        this.diskBytes = diskBytes;
        this.pages = pages;
        this.pageCount = geometry.pages(diskBytes);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && nextPage < pageCount) {
            addPage(nextPage++);
            if (nextPage == pageCount) {
                growing.ifPresent(ready::add);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Extent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("Behind the end of the disk");
        }
        return ready.removeFirst();
    }

    private void addPage(int page) {
        long cellOffset = (long) page * geometry.pageBytes();
        for (var cell : pages.apply(page)) {
            long at = cellOffset;
            for (var piece : cell.pieces()) {
                add(at, cellOffset + (long) piece.first() * geometry.pieceBytes(), Kind.HOLE);
                at = cellOffset + (long) piece.end() * geometry.pieceBytes();
                add(cellOffset + (long) piece.first() * geometry.pieceBytes(), at, Kind.CONTENT);
            }
            cellOffset += geometry.cellBytes();
            add(at, cellOffset, Kind.HOLE);
        }
    }

    private void add(long from, long to, Kind kind) {
        long end = Math.min(to, diskBytes);
        if (end <= from) {
            return;
        }
        var before = growing;
        if (before.isPresent() && before.get().kind() == kind) {
            long start = before.get().offset();
            growing = Optional.of(new Extent(start, end - start, kind));
        } else {
            before.ifPresent(ready::add);
            growing = Optional.of(new Extent(from, end - from, kind));
        }
    }
}
