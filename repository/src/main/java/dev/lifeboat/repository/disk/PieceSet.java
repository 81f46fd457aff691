package dev.lifeboat.repository.disk;

import java.util.BitSet;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// Pieces of a disk: at most one bit for each, and for pages as a whole one bit together. Safe for any number
/// of threads.
final class PieceSet {

    private final IntUnaryOperator piecesOfPage;
    private final BitSet whole = new BitSet();
    private final TreeMap<Integer, BitSet> partial = new TreeMap<>();

    /// @param piecesOfPage how many pieces each page has
    PieceSet(IntUnaryOperator piecesOfPage) {
        this.piecesOfPage = piecesOfPage;
    }

    synchronized void add(int page, int first, int count) {
        if (whole.get(page)) {
            return;
        }
        var pieces = partial.computeIfAbsent(page, _ -> new BitSet());
        pieces.set(first, first + count);
        if (pieces.nextClearBit(0) >= piecesOfPage.applyAsInt(page)) {
            partial.remove(page);
            whole.set(page);
        }
    }

    synchronized boolean isWhole(int page) {
        return whole.get(page);
    }

    /// Those of a page that is not there as a whole; empty if there are none.
    synchronized BitSet partial(int page) {
        return (BitSet) partial.getOrDefault(page, new BitSet()).clone();
    }

    /// The first piece from `from` on, as of the page, that is in the set, or -1.
    synchronized int next(int page, int from) {
        if (whole.get(page)) {
            return from < piecesOfPage.applyAsInt(page) ? from : -1;
        }
        var pieces = partial.get(page);
        return pieces == null ? -1 : pieces.nextSetBit(from);
    }

    /// The first piece from `from` on that is not, at most the number of pieces of the page.
    synchronized int nextMissing(int page, int from) {
        int all = piecesOfPage.applyAsInt(page);
        if (whole.get(page)) {
            return all;
        }
        var pieces = partial.get(page);
        return pieces == null ? from : Math.min(all, pieces.nextClearBit(from));
    }
}
