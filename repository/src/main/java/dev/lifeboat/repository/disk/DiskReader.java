package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one disk image. Safe for any number of threads. Every chunk is verified before a byte of it is
/// handed out.
public final class DiskReader {

    /// Pages kept for random reads: 4 GiB of disk within reach.
    private static final int CACHED_PAGES = 4;

    private static final byte[] ZEROS = new byte[64 << 10];

    private final DiskImage image;
    private final Geometry geometry;
    private final PageReader pageReader;
    private final CellReader cells;
    private final ChunkCache chunks;
    private final int readAhead;
    private final Map<Integer, PageRef> refs = new HashMap<>();
    private final LruCache<Integer, List<Cell>> pages = new LruCache<>(CACHED_PAGES);

    /// Made by a repository.
    ///
    /// @param readAhead batches of a bulk read that are fetched at a time
    public DiskReader(DiskImage image, Geometry geometry, ChunkReader chunks, int readAhead) {
        this.image = image;
        this.geometry = geometry;
        this.pageReader = new PageReader(chunks, geometry, image.sizeBytes());
        this.cells = new CellReader(chunks, geometry);
        this.chunks = new ChunkCache(chunks);
        this.readAhead = readAhead;
        image.pages().forEach(ref -> refs.put(ref.index(), ref));
    }

    public DiskImage image() {
        return image;
    }

    /// Fills the target with the disk's bytes from `offset` on; holes give zeros. Any offset and length
    /// within the disk.
    public void read(long offset, ByteBuffer target) {
        if (offset < 0 || offset + target.remaining() > image.sizeBytes()) {
            throw new IllegalArgumentException("Disk %s of %d bytes: cannot read %d bytes at %d"
                    .formatted(image.vdiUuid(), image.sizeBytes(), target.remaining(), offset));
        }
        for (long at = offset; target.hasRemaining(); ) {
            int within = (int) (at % geometry.cellBytes());
            int length = Math.min(target.remaining(), geometry.cellBytes() - within);
            readWithinCell(cell(at / geometry.cellBytes()), within, target, length);
            at += length;
        }
    }

    /// The whole disk as runs of holes and content, ascending, without a gap. Reads pages as it goes. Ends of
    /// content are exact to a piece.
    public Iterator<Extent> extents() {
        return new Extents(geometry, image.sizeBytes(), this::readPage);
    }

    /// Hands over all content in disk order, reading ahead over packs with few large requests. Holes are left
    /// out. An exception of the consumer ends the reading and is thrown on.
    public void readAll(ContentConsumer consumer) {
        var bulk = new BulkReader(geometry, image.sizeBytes(), cells, consumer, readAhead);
        bulk.read(() -> image.pages().stream()
                .map(ref ->
                        new BulkReader.PageOfCells((long) ref.index() * geometry.pageBytes(), readPage(ref.index())))
                .iterator());
    }

    private List<Cell> readPage(int page) {
        return pageReader.read(page, Optional.ofNullable(refs.get(page)));
    }

    private Cell cell(long cell) {
        int page = (int) (cell / geometry.cellsPerPage());
        return pages.get(page, this::readPage).get((int) (cell % geometry.cellsPerPage()));
    }

    private void readWithinCell(Cell cell, int within, ByteBuffer target, int length) {
        int at = within;
        int end = within + length;
        for (var piece : cell.pieces()) {
            int pieceStart = piece.first() * geometry.pieceBytes();
            int pieceEnd = Math.min(end, piece.end() * geometry.pieceBytes());
            if (pieceEnd > at && pieceStart < end) {
                zeros(target, pieceStart - at);
                at = Math.max(at, pieceStart);
                int from = piece.from() * geometry.pieceBytes() + at - pieceStart;
                chunks.read(piece.chunk(), from, target, pieceEnd - at);
                at = pieceEnd;
            }
        }
        zeros(target, end - at);
    }

    private static void zeros(ByteBuffer target, int count) {
        for (int left = count; left > 0; left -= Math.min(left, ZEROS.length)) {
            target.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
    }
}
