package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.disk.JournalEntry.Run;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes one disk of a backup session. Safe for any number of threads: hashing and compression happen in the
/// calling ones.
public final class DiskImageWriter {

    private final DiskDescription description;
    private final boolean hasBase;
    private final Geometry geometry;
    private final ZeroPieces zeroPieces;
    private final RunChunker runs;
    private final DiskProgress progress;
    private final DiskFigures resumed;
    private final WriterFigures figures = new WriterFigures();
    private final PageTable pages;
    private final DistrustedPieces distrusted;
    private volatile boolean finished;
    private volatile Optional<DiskImage> image = Optional.empty();

    /// How much a writer may use.
    ///
    /// @param openPages how many pages may be held in memory
    /// @param parallelReads how many requests to read old content may run at a time
    public record Limits(int openPages, int parallelReads) {}

    /// Made by a backup session.
    ///
    /// @param progress where an earlier writer of the same disk came to; it is gone on from there
    public DiskImageWriter(
            DiskDescription description,
            Optional<DiskImage> base,
            Geometry geometry,
            ChunkWriter chunks,
            DiskProgress progress,
            Limits limits) {
        base.filter(image -> image.sizeBytes() > description.sizeBytes()).ifPresent(image -> {
            throw new IllegalArgumentException(
                    "Disk %s: the base has %d bytes, the disk now %d; a disk that shrank is read in full"
                            .formatted(description.vdiUuid(), image.sizeBytes(), description.sizeBytes()));
        });
        this.description = description;
        this.hasBase = base.isPresent();
        this.geometry = geometry;
        this.runs = new RunChunker(chunks, geometry);
        this.zeroPieces = new ZeroPieces(geometry.pieceBytes());
        this.progress = progress;
        this.resumed = progress.figures();
        figures.add(resumed);
        var parts = new PageTable.Parts(
                geometry,
                new PageReader(chunks.reader(), geometry, description.sizeBytes()),
                chunks,
                new CellRewriter(chunks, geometry, limits.parallelReads()));
        var start = progress.pagesOver(base.map(DiskImage::pages).orElse(List.of()));
        this.pages = new PageTable(parts, start, figures, progress.journal(), limits.openPages());
        // What an earlier writer has given is in these pages, and in the steps that lead on from them.
        this.distrusted = DistrustedPieces.of(
                base.map(_ -> new DiskImage(description, start, resumed, Map.of())), geometry, chunks);
        progress.steps().forEach(this::repeat);
    }

    private void repeat(Run run) {
        pages.repeat(run);
        for (int piece = run.first(); piece < run.first() + run.count(); piece++) {
            long cell = (long) run.page() * geometry.cellsPerPage() + piece / geometry.piecesPerCell();
            distrusted.given(cell, piece % geometry.piecesPerCell(), 1);
        }
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
        progress.journal().admit(geometry.paddedBytes(data.remaining()));
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
        progress.journal().admit(0);
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
        giveHoles(at / geometry.cellBytes(), first, count, 0);
        return at + (long) count * geometry.pieceBytes();
    }

    /// Live figures, for progress; what earlier writers of the same order did is in them.
    public DiskFigures figures() {
        return figures.now();
    }

    /// What of these figures earlier writers did, and this one need not do again.
    public DiskFigures resumed() {
        return resumed;
    }

    /// Ranges that an earlier writer of the same order has given, ascending and merged: whoever reads the disk
    /// can leave them out. All of the disk if it was finished. To be asked before the first write.
    public Iterator<Extent> done() {
        return progress.done();
    }

    /// Whether an earlier writer of the same order finished the disk: all that is left to do is [#finish].
    public boolean isDone() {
        return progress.isFinished();
    }

    /// Keeps a word about how the disk was read; it comes back with the image, and after a resume.
    public void note(String name, String value) {
        progress.note(name, value);
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
        var stored = pages.finish();
        progress.end();
        var made = new DiskImage(description, stored, figures(), progress.notes());
        image = Optional.of(made);
        return made;
    }

    /// Whether [#finish] has returned this image.
    public boolean made(DiskImage other) {
        return image.filter(other::equals).isPresent();
    }

    private void writeRun(long cell, int first, ByteBuffer run) {
        int count = Math.ceilDiv(run.limit(), geometry.pieceBytes());
        long bytes = (long) count * geometry.pieceBytes();
        int content = zeroPieces.content(run);
        if (content == 0) {
            giveHoles(cell, first, count, bytes);
            return;
        }
        int lowest = Integer.numberOfTrailingZeros(content);
        var likely = hasBase ? pages.cell(cell).chunkAt(first + lowest) : Optional.<ChunkRef>empty();
        var chunk = runs.store(run, content, likely);
        long contentBytes = (long) Integer.bitCount(content) * geometry.pieceBytes();
        var step = WriterFigures.content(contentBytes, chunk).plus(WriterFigures.zeros(bytes - contentBytes));
        give(cell, first, count, new Given(RunChunker.pieces(first, content, chunk.ref()), bytes, step));
    }

    /// What a run of pieces turned out to be.
    private record Given(List<Piece> content, long workBytes, DiskFigures figures) {}

    private void giveHoles(long cell, int first, int count, long workBytes) {
        var step = WriterFigures.zeros((long) count * geometry.pieceBytes());
        give(cell, first, count, new Given(List.of(), workBytes, step));
    }

    private void give(long cell, int first, int count, Given given) {
        int page = (int) (cell / geometry.cellsPerPage());
        int firstInPage = (int) (cell % geometry.cellsPerPage()) * geometry.piecesPerCell() + first;
        pages.give(new Run(page, firstInPage, count, given.content(), given.workBytes(), given.figures()));
        distrusted.given(cell, first, count);
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
