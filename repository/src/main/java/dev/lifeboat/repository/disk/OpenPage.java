package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.DamagedChunks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A page that a writer is changing. Guarded by its own monitor, held by [PageTable].
final class OpenPage {

    private final int index;
    private final Optional<PageRef> origin;
    private final List<Cell> cells;
    private final BitSet changed = new BitSet();
    private int givenPieces;
    private boolean sealed;

    OpenPage(int index, Optional<PageRef> origin, List<Cell> cells) {
        this.index = index;
        this.origin = origin;
        this.cells = new ArrayList<>(cells);
    }

    int index() {
        return index;
    }

    /// What it was read from, and still is if nothing changed.
    Optional<PageRef> origin() {
        return origin;
    }

    List<Cell> cells() {
        return cells;
    }

    BitSet changed() {
        return changed;
    }

    int givenPieces() {
        return givenPieces;
    }

    void change(int cell, int pieces, UnaryOperator<Cell> change) {
        var before = cells.get(cell);
        var after = change.apply(before);
        givenPieces += pieces;
        if (!after.equals(before)) {
            cells.set(cell, after);
            changed.set(cell);
        }
    }

    /// Makes holes of what is marked as damaged: the content is given again before the disk is finished, and
    /// until then nobody may try to read it.
    void forget(DamagedChunks damaged) {
        for (int i = 0; i < cells.size(); i++) {
            var trusted = cells.get(i).pieces().stream()
                    .filter(piece -> !damaged.contains(piece.chunk()))
                    .toList();
            if (trusted.size() < cells.get(i).pieces().size()) {
                cells.set(i, new Cell(trusted));
                changed.set(i);
            }
        }
    }

    boolean isSealed() {
        return sealed;
    }

    void seal() {
        sealed = true;
    }
}
