package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.DamagedChunks;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.JournalEntry.PageIsHole;
import dev.lifeboat.repository.disk.JournalEntry.PageStored;
import dev.lifeboat.repository.disk.JournalEntry.Run;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What checkpoints know of a disk: which pieces were given, where the pages are that were stored since, and
/// for pages that were not, the steps that lead to them from there.
///
/// Small: a reference for each page that was stored, a bit for each piece of a page that is given in part,
/// and steps for a handful of pages. Not safe for threads by itself.
final class DiskState {

    private final Geometry geometry;
    private final long diskBytes;
    private final PieceSet given;
    private final TreeMap<Integer, Optional<PageRef>> stored = new TreeMap<>();
    private final TreeMap<Integer, List<Run>> steps = new TreeMap<>();
    private DiskFigures figures = DiskFigures.NONE;
    private boolean finished;

    DiskState(Geometry geometry, long diskBytes) {
        this.geometry = geometry;
        this.diskBytes = diskBytes;
        this.given = new PieceSet(page -> geometry.piecesOf(page, diskBytes));
    }

    void apply(JournalEntry entry) {
        figures = figures.plus(entry.figures());
        switch (entry) {
            case Run run -> {
                given.add(run.page(), run.first(), run.count());
                steps.computeIfAbsent(run.page(), _ -> new ArrayList<>()).add(run);
            }
            case PageStored(var ref, var _) -> settle(ref.index(), Optional.of(ref));
            case PageIsHole(int page, var _) -> settle(page, Optional.empty());
        }
    }

    private void settle(int page, Optional<PageRef> ref) {
        stored.put(page, ref);
        steps.remove(page);
    }

    void finish() {
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    DiskFigures figures() {
        return figures;
    }

    /// Used when the state was read back: its entries came without.
    void figures(DiskFigures all) {
        figures = all;
    }

    PieceSet given() {
        return given;
    }

    Map<Integer, Optional<PageRef>> stored() {
        return stored;
    }

    Map<Integer, List<Run>> steps() {
        return steps;
    }

    Iterator<Extent> done() {
        if (finished && diskBytes > 0) {
            return List.of(new Extent(0, diskBytes, Extent.Kind.CONTENT)).iterator();
        }
        return new DoneRanges(geometry, diskBytes, given);
    }

    /// The base's pages, but for those that were stored since.
    List<PageRef> pagesOver(List<PageRef> base) {
        var pages = new TreeMap<Integer, PageRef>();
        base.forEach(ref -> pages.put(ref.index(), ref));
        stored.forEach((page, ref) -> ref.ifPresentOrElse(there -> pages.put(page, there), () -> pages.remove(page)));
        return List.copyOf(pages.values());
    }

    /// Whether anything that was written so far leads to what is marked as damaged. Reads the pages.
    boolean leadsTo(DamagedChunks damaged, ChunkReader chunks) {
        var reader = new PageReader(chunks, geometry, diskBytes);
        for (var ref : stored.values()) {
            if (ref.isPresent() && leadsTo(ref.get(), reader, damaged)) {
                return true;
            }
        }
        return steps.values().stream().flatMap(List::stream).anyMatch(run -> leadsTo(run.content(), damaged));
    }

    private static boolean leadsTo(PageRef page, PageReader reader, DamagedChunks damaged) {
        return damaged.contains(page.chunk())
                || reader.read(page.index(), Optional.of(page)).stream()
                        .anyMatch(cell -> leadsTo(cell.pieces(), damaged));
    }

    private static boolean leadsTo(List<Piece> pieces, DamagedChunks damaged) {
        return pieces.stream().anyMatch(piece -> damaged.contains(piece.chunk()));
    }

    /// Every pack that the disk needs because of what was written so far. Reads the pages.
    Set<PackId> packs(ChunkReader chunks) {
        var packs = new TreeSet<PackId>();
        var reader = new PageReader(chunks, geometry, diskBytes);
        for (var ref : stored.values()) {
            ref.ifPresent(page -> {
                packs.add(page.chunk().pack());
                reader.read(page.index(), ref).forEach(cell -> addPacks(cell.pieces(), packs));
            });
        }
        steps.values().forEach(runs -> runs.forEach(run -> addPacks(run.content(), packs)));
        return packs;
    }

    private static void addPacks(List<Piece> pieces, Set<PackId> packs) {
        pieces.forEach(piece -> packs.add(piece.chunk().pack()));
    }
}
