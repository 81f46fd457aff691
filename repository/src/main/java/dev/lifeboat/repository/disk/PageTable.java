package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.disk.JournalEntry.PageIsHole;
import dev.lifeboat.repository.disk.JournalEntry.PageStored;
import dev.lifeboat.repository.disk.JournalEntry.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The pages of a disk while it is written: a bounded number open, the others stored.
///
/// A page is stored when all of it was given, when it is the one unused for longest among too many, or at the
/// end. Writing to a stored page opens it again: right in any order, cheap in a roughly ascending one.
final class PageTable {

    private final Geometry geometry;
    private final PageReader reader;
    private final PageCodec codec;
    private final ChunkWriter chunks;
    private final CellRewriter rewriter;
    private final WriterFigures figures;
    private final DiskJournal journal;
    private final int mostOpen;

    /// Guarded by itself, like [#open]; a page's own monitor is taken first, if both are.
    private final TreeMap<Integer, PageRef> stored = new TreeMap<>();

    private final LinkedHashMap<Integer, OpenPage> open = new LinkedHashMap<>(16, 0.75f, true);

    /// What the pages are made of.
    record Parts(Geometry geometry, PageReader reader, ChunkWriter chunks, CellRewriter rewriter) {}

    /// @param base the pages to begin with
    PageTable(Parts parts, List<PageRef> base, WriterFigures figures, DiskJournal journal, int mostOpen) {
        this.geometry = parts.geometry();
        this.reader = parts.reader();
        this.codec = new PageCodec(geometry);
        this.chunks = parts.chunks();
        this.rewriter = parts.rewriter();
        this.figures = figures;
        this.journal = journal;
        this.mostOpen = mostOpen;
        base.stream()
                .filter(ref -> !chunks.damaged().contains(ref.chunk()))
                .forEach(ref -> stored.put(ref.index(), ref));
    }

    Cell cell(long cell) {
        return with(cell, page -> page.cells().get(withinPage(cell)));
    }

    /// Gives some pieces of one cell.
    void give(Run run) {
        figures.add(run.figures());
        change(run, run.count(), true);
    }

    /// Does again what an earlier writer did: its checkpoint holds it already, and its figures too.
    void repeat(Run run) {
        for (int first = run.first(); first < run.first() + run.count(); ) {
            int inCell = geometry.piecesPerCell() - first % geometry.piecesPerCell();
            int count = Math.min(run.first() + run.count() - first, inCell);
            change(new Run(run.page(), first, count, run.content(), 0, DiskFigures.NONE), count, false);
            first += count;
        }
    }

    private void change(Run run, int pieces, boolean isNew) {
        int inCell = run.first() % geometry.piecesPerCell();
        int cell = run.first() / geometry.piecesPerCell();
        with((long) run.page() * geometry.cellsPerPage() + cell, page -> {
            page.change(cell, pieces, old -> old.with(inCell, run.count(), run.content()));
            if (isNew) {
                journal.add(run);
            }
            if (page.givenPieces() == reader.piecesOf(page.index())) {
                store(page);
            }
            return page;
        });
        closeEldest();
    }

    /// Gives a whole page as a hole without opening it.
    void drop(int page) {
        int pieces = reader.piecesOf(page);
        var zeros = WriterFigures.zeros((long) pieces * geometry.pieceBytes());
        figures.add(zeros);
        synchronized (stored) {
            if (!open.containsKey(page)) {
                stored.remove(page);
                journal.add(new Run(page, 0, pieces, List.of(), 0, zeros));
                journal.add(new PageIsHole(page, DiskFigures.NONE));
                return;
            }
        }
        for (int first = 0; first < pieces; first += geometry.piecesPerCell()) {
            int count = Math.min(geometry.piecesPerCell(), pieces - first);
            var share = WriterFigures.zeros((long) count * geometry.pieceBytes());
            // The page is stored when it is next in line: pieces that were given before count as given already.
            change(new Run(page, first, count, List.of(), 0, share), 0, true);
        }
    }

    /// Stores what is open.
    List<PageRef> finish() {
        for (var page : openPages()) {
            synchronized (page) {
                store(page);
            }
        }
        synchronized (stored) {
            return List.copyOf(stored.values());
        }
    }

    private List<OpenPage> openPages() {
        synchronized (stored) {
            return List.copyOf(open.values());
        }
    }

    private <T> T with(long cell, Function<OpenPage, T> use) {
        int index = (int) (cell / geometry.cellsPerPage());
        while (true) {
            var page = open(index);
            synchronized (page) {
                // Stored by another thread since it was looked up: it has to be read again.
                if (!page.isSealed()) {
                    return use.apply(page);
                }
            }
        }
    }

    private OpenPage open(int index) {
        Optional<PageRef> origin;
        synchronized (stored) {
            var page = open.get(index);
            if (page != null) {
                return page;
            }
            origin = Optional.ofNullable(stored.get(index));
            if (origin.isEmpty()) {
                return open.computeIfAbsent(index, _ -> read(index, Optional.empty()));
            }
        }
        // Read outside of the lock: other pages go on. If another thread was faster, or the page changed,
        // look again.
        var read = read(index, origin);
        synchronized (stored) {
            if (origin.equals(Optional.ofNullable(stored.get(index)))) {
                open.putIfAbsent(index, read);
            }
        }
        return open(index);
    }

    private OpenPage read(int index, Optional<PageRef> origin) {
        var page = new OpenPage(index, origin, reader.read(index, origin));
        if (!chunks.damaged().isEmpty()) {
            page.forget(chunks.damaged());
        }
        return page;
    }

    private void closeEldest() {
        OpenPage eldest;
        synchronized (stored) {
            if (open.size() <= mostOpen) {
                return;
            }
            eldest = open.firstEntry().getValue();
        }
        synchronized (eldest) {
            store(eldest);
        }
    }

    private void store(OpenPage page) {
        if (page.isSealed()) {
            return;
        }
        var rewritten = rewriter.rewrite(page.cells(), page.changed());
        figures.add(rewritten);
        var ref = page.changed().isEmpty() ? page.origin() : write(page);
        page.seal();
        journal.add(ref.<JournalEntry>map(there -> new PageStored(there, rewritten))
                .orElseGet(() -> new PageIsHole(page.index(), rewritten)));
        synchronized (stored) {
            open.remove(page.index());
            ref.ifPresentOrElse(there -> stored.put(page.index(), there), () -> stored.remove(page.index()));
        }
    }

    private Optional<PageRef> write(OpenPage page) {
        long pieces = page.cells().stream().mapToLong(Cell::allocatedPieces).sum();
        if (pieces == 0) {
            return Optional.empty();
        }
        var content = codec.write(page.cells());
        try (var encoder = chunks.borrow()) {
            var chunk = encoder.store(
                    ChunkKind.PAGE, content, 0, content.length, page.origin().map(PageRef::chunk));
            return Optional.of(new PageRef(page.index(), chunk.ref(), pieces * geometry.pieceBytes()));
        }
    }

    private int withinPage(long cell) {
        return (int) (cell % geometry.cellsPerPage());
    }
}
