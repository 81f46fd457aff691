package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkEncoder;
import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.StoredChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes one disk of a backup session. Safe for any number of threads: hashing and compression happen in the
/// calling ones.
public final class DiskImageWriter {

    private final DiskDescription description;
    private final boolean hasBase;
    private final Geometry geometry;
    private final ChunkWriter chunks;
    private final ZeroPieces zeroPieces;
    private final WriterFigures figures = new WriterFigures();
    private final PageTable pages;
    private final DistrustedPieces distrusted;
    private volatile boolean finished;
    private volatile Optional<DiskImage> image = Optional.empty();

    /// Made by a backup session.
    ///
    /// @param openPages how many pages may be held in memory
    /// @param parallelReads how many requests to read old content may run at a time
    public DiskImageWriter(
            DiskDescription description,
            Optional<DiskImage> base,
            Geometry geometry,
            ChunkWriter chunks,
            int openPages,
            int parallelReads) {
        base.filter(image -> image.sizeBytes() > description.sizeBytes()).ifPresent(image -> {
            throw new IllegalArgumentException(
                    "Disk %s: the base has %d bytes, the disk now %d; a disk that shrank is read in full"
                            .formatted(description.vdiUuid(), image.sizeBytes(), description.sizeBytes()));
        });
        this.description = description;
        this.hasBase = base.isPresent();
        this.geometry = geometry;
        this.chunks = chunks;
        this.zeroPieces = new ZeroPieces(geometry.pieceBytes());
        this.distrusted = DistrustedPieces.of(base, geometry, chunks);
        this.pages = new PageTable(
                geometry,
                new PageReader(chunks.reader(), geometry, description.sizeBytes()),
                chunks,
                new CellRewriter(chunks, geometry, figures, parallelReads),
                base.map(DiskImage::pages).orElse(List.of()),
                openPages);
    }

    public DiskDescription description() {
        return description;
    }

    /// What a run that reads only changes has to read as well: the base refers to content there that is marked
    /// as damaged. Ascending, and less with every write; empty before [#finish] may be called.
    public List<Extent> rangesToReadAgain() {
        return distrusted.extents();
    }

    /// Takes what the disk holds from `offset` on: the data from its position to its limit, which is read and
    /// not kept.
    ///
    /// Any order, each block at most once; ascending order needs the least memory and requests. In a full
    /// run, whole cells (1 MiB) give the best chunks. Blocks while too much is on its way to the store.
    ///
    /// @param offset a multiple of the piece size (64 KiB)
    /// @param data a multiple of the piece size, or up to the end of the disk
    public void write(long offset, ByteBuffer data) {
        check(offset, data.remaining());
        int start = data.position();
        int done = 0;
        while (done < data.remaining()) {
            long at = offset + done;
            int within = (int) (at % geometry.cellBytes());
            int length = Math.min(data.remaining() - done, geometry.cellBytes() - within);
            writeRun(at / geometry.cellBytes(), within / geometry.pieceBytes(), data.slice(start + done, length));
            done += length;
        }
    }

    /// Says that the run is zero without handing over the zeros: never allocated, trimmed.
    /// Same rules for offset and length as [#write].
    public void writeZeros(long offset, long lengthBytes) {
        check(offset, lengthBytes);
        figures.zeros(geometry.paddedBytes(lengthBytes));
        long end = geometry.paddedBytes(offset + lengthBytes);
        for (long at = offset; at < end; ) {
            at = at % geometry.pageBytes() == 0 && coversPage(at, end) ? dropPage(at) : dropInCell(at, end);
        }
    }

    private void givenCells(long from, long to) {
        for (long at = from; at < to; at += geometry.cellBytes()) {
            distrusted.given(at / geometry.cellBytes(), 0, geometry.piecesPerCell());
        }
    }

    private boolean coversPage(long at, long end) {
        return end >= Math.min(at + geometry.pageBytes(), geometry.paddedBytes(description.sizeBytes()));
    }

    private long dropPage(long at) {
        pages.drop((int) (at / geometry.pageBytes()));
        givenCells(at, at + geometry.pageBytes());
        return at + geometry.pageBytes();
    }

    private long dropInCell(long at, long end) {
        int first = (int) (at % geometry.cellBytes()) / geometry.pieceBytes();
        long left = (end - at) / geometry.pieceBytes();
        int count = (int) Math.min(left, geometry.piecesPerCell() - first);
        pages.change(at / geometry.cellBytes(), count, cell -> cell.with(first, count, List.of()));
        distrusted.given(at / geometry.cellBytes(), first, count);
        return at + (long) count * geometry.pieceBytes();
    }

    /// Live figures, for progress.
    public DiskFigures figures() {
        return figures.now();
    }

    /// Ends the disk; no write may be under way. What was not written is as in the base; without a base, a
    /// hole. The image can be read once the session is committed.
    ///
    /// @throws IllegalStateException some of [#rangesToReadAgain] was not given
    public DiskImage finish() {
        var missing = rangesToReadAgain();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Disk %s: what the base holds at %d is marked as damaged, and was not given again"
                            .formatted(description.vdiUuid(), missing.getFirst().offset()));
        }
        finished = true;
        var made = new DiskImage(description, pages.finish());
        image = Optional.of(made);
        return made;
    }

    /// Whether [#finish] has returned this image.
    public boolean made(DiskImage other) {
        return image.filter(other::equals).isPresent();
    }

    private void writeRun(long cell, int first, ByteBuffer run) {
        int count = Math.ceilDiv(run.limit(), geometry.pieceBytes());
        int content = zeroPieces.content(run);
        int contentBytes = Integer.bitCount(content) * geometry.pieceBytes();
        figures.zeros((long) count * geometry.pieceBytes() - contentBytes);
        if (content == 0) {
            pages.change(cell, count, old -> old.with(first, count, List.of()));
            distrusted.given(cell, first, count);
            return;
        }
        int lowest = Integer.numberOfTrailingZeros(content);
        var likely = hasBase ? pages.cell(cell).chunkAt(first + lowest) : Optional.<ChunkRef>empty();
        var chunk = store(run, content, likely);
        figures.content(contentBytes, chunk);
        var pieces = pieces(first, content, chunk.ref());
        pages.change(cell, count, old -> old.with(first, count, pieces));
        distrusted.given(cell, first, count);
    }

    private StoredChunk store(ByteBuffer run, int content, Optional<ChunkRef> likely) {
        int from = Integer.numberOfTrailingZeros(content) * geometry.pieceBytes();
        int length = Integer.bitCount(content) * geometry.pieceBytes();
        try (var encoder = chunks.borrow()) {
            if (run.hasArray() && isOneStretch(content) && from + length <= run.limit()) {
                return encoder.store(ChunkKind.CONTENT, run.array(), run.arrayOffset() + from, length, likely);
            }
            gather(run, content, encoder);
            return encoder.store(ChunkKind.CONTENT, encoder.scratch(), 0, length, likely);
        }
    }

    private static boolean isOneStretch(int content) {
        int stretch = content >>> Integer.numberOfTrailingZeros(content);
        return (stretch & (stretch + 1)) == 0;
    }

    /// Puts the pieces that are not zero back to back, the last one padded with zeros.
    private void gather(ByteBuffer run, int content, ChunkEncoder encoder) {
        int end = 0;
        for (int piece = 0; content >>> piece != 0; piece++) {
            if ((content >>> piece & 1) != 0) {
                int from = piece * geometry.pieceBytes();
                int length = Math.min(geometry.pieceBytes(), run.limit() - from);
                run.get(from, encoder.scratch(), end, length);
                Arrays.fill(encoder.scratch(), end + length, end + geometry.pieceBytes(), (byte) 0);
                end += geometry.pieceBytes();
            }
        }
    }

    private static List<Piece> pieces(int first, int content, ChunkRef chunk) {
        var pieces = new ArrayList<Piece>();
        int from = 0;
        for (int at = 0; content >>> at != 0; ) {
            int hole = Integer.numberOfTrailingZeros(content >>> at);
            int count = Integer.numberOfTrailingZeros(~(content >>> (at + hole)));
            pieces.add(new Piece(first + at + hole, count, chunk, from));
            from += count;
            at += hole + count;
        }
        return pieces;
    }

    private void check(long offset, long length) {
        if (finished) {
            throw new IllegalStateException("Disk " + description.vdiUuid() + " is finished");
        }
        long end = offset + length;
        boolean within = offset >= 0 && length >= 0 && end >= offset && end <= description.sizeBytes();
        boolean aligned = offset % geometry.pieceBytes() == 0
                && (length % geometry.pieceBytes() == 0 || end == description.sizeBytes());
        if (!within || !aligned) {
            throw new IllegalArgumentException(
                    "Disk %s of %d bytes: %d bytes at %d are not whole pieces of %d within it"
                            .formatted(
                                    description.vdiUuid(),
                                    description.sizeBytes(),
                                    length,
                                    offset,
                                    geometry.pieceBytes()));
        }
    }
}
