package dev.lifeboat.repository.disk;

import java.nio.ByteBuffer;

/// Finds the pieces of a run that are not all zero. A piece with content is left at its first such byte, so
/// this costs nothing but for zeros, and those at memory speed.
final class ZeroPieces {

    private final int pieceBytes;
    private final ByteBuffer zeros;

    ZeroPieces(int pieceBytes) {
        this.pieceBytes = pieceBytes;
        this.zeros = ByteBuffer.allocate(pieceBytes);
    }

    /// One bit for each piece with content, the first the lowest; the last piece may be short.
    int content(ByteBuffer run) {
        int content = 0;
        for (int piece = 0; piece * pieceBytes < run.limit(); piece++) {
            int length = Math.min(pieceBytes, run.limit() - piece * pieceBytes);
            if (run.slice(piece * pieceBytes, length).mismatch(zeros.slice(0, length)) >= 0) {
                content |= 1 << piece;
            }
        }
        return content;
    }
}
