package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkRef;

/// A run of pieces of a cell that lies, in the same order, in one chunk. All counted in pieces.
///
/// @param first within the cell
/// @param from within the chunk
record Piece(int first, int count, ChunkRef chunk, int from) {

    int end() {
        return first + count;
    }

    /// What is left of it within a range of the cell; the range overlaps it.
    Piece within(int rangeFirst, int rangeEnd) {
        int newFirst = Math.max(first, rangeFirst);
        int newEnd = Math.min(end(), rangeEnd);
        return new Piece(newFirst, newEnd - newFirst, chunk, from + newFirst - first);
    }

    /// Whether the next piece goes on in the same chunk where this one ends.
    boolean continues(Piece next) {
        return end() == next.first && from + count == next.from && chunk.equals(next.chunk);
    }

    Piece join(Piece next) {
        return new Piece(first, count + next.count, chunk, from);
    }
}
