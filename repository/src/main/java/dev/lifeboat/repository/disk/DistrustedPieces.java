package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.DamagedChunks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Pieces of a disk whose content in the base is marked as damaged: the base does not know them, so the
/// writer has to be given them again.
///
/// Small: one number for each cell with such pieces. Safe for any number of threads.
final class DistrustedPieces {

    private final Geometry geometry;
    private final long diskBytes;

    /// One bit for each piece of the cell that is still to be given.
    private final Map<Long, Integer> missing = new TreeMap<>();

    private DistrustedPieces(Geometry geometry, long diskBytes) {
        this.geometry = geometry;
        this.diskBytes = diskBytes;
    }

    /// Reads every page of the base, but only if anything is marked at all.
    static DistrustedPieces of(Optional<DiskImage> base, Geometry geometry, ChunkWriter chunks) {
        long bytes = base.map(DiskImage::sizeBytes).orElse(0L);
        var pieces = new DistrustedPieces(geometry, bytes);
        if (base.isPresent() && !chunks.damaged().isEmpty()) {
            var reader = new PageReader(chunks.reader(), geometry, bytes);
            base.get().pages().forEach(page -> pieces.look(page, reader, chunks.damaged()));
        }
        return pieces;
    }

    private void look(PageRef page, PageReader reader, DamagedChunks damaged) {
        long firstCell = (long) page.index() * geometry.cellsPerPage();
        if (damaged.contains(page.chunk())) {
            for (int i = 0; i < reader.cellsOf(page.index()); i++) {
                add(firstCell + i, 0, piecesOf(firstCell + i));
            }
            return;
        }
        var cells = reader.read(page.index(), Optional.of(page));
        for (int i = 0; i < cells.size(); i++) {
            for (var piece : cells.get(i).pieces()) {
                if (damaged.contains(piece.chunk())) {
                    add(firstCell + i, piece.first(), piece.count());
                }
            }
        }
    }

    private int piecesOf(long cell) {
        long left = geometry.paddedBytes(diskBytes) - cell * geometry.cellBytes();
        return (int) Math.min(geometry.piecesPerCell(), left / geometry.pieceBytes());
    }

    private synchronized void add(long cell, int first, int count) {
        missing.merge(cell, mask(first, count), (one, other) -> one | other);
    }

    /// The caller has given these pieces.
    synchronized void given(long cell, int first, int count) {
        missing.computeIfPresent(cell, (_, bits) -> {
            int left = bits & ~mask(first, count);
            return left == 0 ? null : left;
        });
    }

    /// What is still to be given, ascending, neighbours joined.
    synchronized List<Extent> extents() {
        var extents = new ArrayList<Extent>();
        for (var cell : missing.entrySet()) {
            for (int piece = 0; piece < geometry.piecesPerCell(); piece++) {
                if ((cell.getValue() >>> piece & 1) != 0) {
                    append(extents, cell.getKey() * geometry.cellBytes() + (long) piece * geometry.pieceBytes());
                }
            }
        }
        return extents;
    }

    private void append(List<Extent> extents, long offset) {
        long end = Math.min(diskBytes, offset + geometry.pieceBytes());
        boolean joins = !extents.isEmpty() && extents.getLast().end() == offset;
        long start = joins ? extents.removeLast().offset() : offset;
        extents.add(new Extent(start, end - start, Extent.Kind.CONTENT));
    }

    private static int mask(int first, int count) {
        return ((1 << count) - 1) << first;
    }
}
