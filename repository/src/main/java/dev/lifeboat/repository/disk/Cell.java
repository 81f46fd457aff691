package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a cell of a disk consists of: pieces in ascending order, holes between them.
///
/// A cell that is a hole has none; one written as a whole has one.
record Cell(List<Piece> pieces) {

    static final Cell HOLE = new Cell(List.of());

    Cell {
        pieces = List.copyOf(pieces);
    }

    boolean isHole() {
        return pieces.isEmpty();
    }

    int allocatedPieces() {
        int sum = 0;
        for (var piece : pieces) {
            sum += piece.count();
        }
        return sum;
    }

    long chunks() {
        return pieces.size() < 2
                ? pieces.size()
                : pieces.stream().map(Piece::chunk).distinct().count();
    }

    /// The chunk that begins where the pieces of a range begin: what the range is likely to hold again.
    Optional<ChunkRef> chunkAt(int first) {
        for (var piece : pieces) {
            if (piece.first() == first && piece.from() == 0) {
                return Optional.of(piece.chunk());
            }
        }
        return Optional.empty();
    }

    /// The same cell with other content from piece `first` on, `count` pieces long; what `content` leaves out
    /// is a hole.
    Cell with(int first, int count, List<Piece> content) {
        var result = new ArrayList<Piece>();
        for (var piece : pieces) {
            if (piece.first() < first) {
                append(result, piece.within(0, first));
            }
        }
        content.forEach(piece -> append(result, piece));
        for (var piece : pieces) {
            if (piece.end() > first + count) {
                append(result, piece.within(first + count, Integer.MAX_VALUE));
            }
        }
        return result.isEmpty() ? HOLE : new Cell(result);
    }

    /// The same pieces and holes, the content back to back in one chunk.
    Cell in(ChunkRef chunk) {
        var result = new ArrayList<Piece>();
        int from = 0;
        for (var piece : pieces) {
            append(result, new Piece(piece.first(), piece.count(), chunk, from));
            from += piece.count();
        }
        return new Cell(result);
    }

    private static void append(List<Piece> target, Piece next) {
        if (!target.isEmpty() && target.getLast().continues(next)) {
            target.add(target.removeLast().join(next));
        } else {
            target.add(next);
        }
    }
}
