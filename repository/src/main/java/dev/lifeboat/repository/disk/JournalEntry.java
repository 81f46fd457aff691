package dev.lifeboat.repository.disk;

import java.util.List;

/// One step of writing a disk, small enough to be kept until a checkpoint holds it. Every step belongs to one
/// page, and the steps of a page, done again in the same order over the same base, give the same page.
sealed interface JournalEntry {

    int page();

    /// What the step adds to the disk's figures.
    DiskFigures figures();

    /// Pieces were given.
    ///
    /// @param first within the page, like `count` in pieces
    /// @param content what of the run is no hole, each counted from the start of the cell; if there is any, the
    ///     run lies within one cell
    /// @param workBytes what had to be read and looked at for it; 0 for what was only declared to be zero
    record Run(int page, int first, int count, List<Piece> content, long workBytes, DiskFigures figures)
            implements JournalEntry {

        public Run {
            content = List.copyOf(content);
        }

        static Run holes(int page, int first, int count) {
            return new Run(page, first, count, List.of(), 0, DiskFigures.NONE);
        }

        /// Whether the next one goes on with holes where this one ends in holes.
        boolean continues(Run next) {
            return page == next.page && first + count == next.first && content.isEmpty() && next.content.isEmpty();
        }

        Run join(Run next) {
            return new Run(
                    page, first, count + next.count, content, workBytes + next.workBytes, figures.plus(next.figures));
        }
    }

    /// The page with all that was given before was stored.
    record PageStored(PageRef ref, DiskFigures figures) implements JournalEntry {

        @Override
        public int page() {
            return ref.index();
        }
    }

    /// The page with all that was given before is a hole.
    record PageIsHole(int page, DiskFigures figures) implements JournalEntry {}
}
