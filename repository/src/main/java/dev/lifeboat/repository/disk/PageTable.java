package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
    private final int mostOpen;

    /// Guarded by itself, like [#open]; a page's own monitor is taken first, if both are.
    private final TreeMap<Integer, PageRef> stored = new TreeMap<>();

    private final LinkedHashMap<Integer, OpenPage> open = new LinkedHashMap<>(16, 0.75f, true);

    PageTable(
            Geometry geometry,
            PageReader reader,
            ChunkWriter chunks,
            CellRewriter rewriter,
            List<PageRef> base,
            int mostOpen) {
        this.geometry = geometry;
        this.reader = reader;
        this.codec = new PageCodec(geometry);
        this.chunks = chunks;
        this.rewriter = rewriter;
        this.mostOpen = mostOpen;
        base.stream()
                .filter(ref -> !chunks.damaged().contains(ref.chunk()))
                .forEach(ref -> stored.put(ref.index(), ref));
    }

    Cell cell(long cell) {
        return with(cell, page -> page.cells().get(withinPage(cell)));
    }

    /// @param pieces how many of the cell's pieces are given by this change
    void change(long cell, int pieces, UnaryOperator<Cell> change) {
        with(cell, page -> {
            page.change(withinPage(cell), pieces, change);
            if (page.givenPieces() == reader.piecesOf(page.index())) {
                store(page);
            }
            return page;
        });
        closeEldest();
    }

    /// Makes a whole page a hole without opening it.
    void drop(int page) {
        synchronized (stored) {
            if (!open.containsKey(page)) {
                stored.remove(page);
                return;
            }
        }
        long first = (long) page * geometry.cellsPerPage();
        for (int i = 0; i < reader.cellsOf(page); i++) {
            change(first + i, 0, _ -> Cell.HOLE);
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
        var ref = page.changed().isEmpty() ? page.origin() : write(page);
        page.seal();
        synchronized (stored) {
            open.remove(page.index());
            ref.ifPresentOrElse(there -> stored.put(page.index(), there), () -> stored.remove(page.index()));
        }
    }

    private Optional<PageRef> write(OpenPage page) {
        rewriter.rewrite(page.cells(), page.changed());
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
