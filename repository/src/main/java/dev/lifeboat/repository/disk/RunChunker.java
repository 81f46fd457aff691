package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkEncoder;
import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.StoredChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Stores a run of pieces of one cell as one chunk, which leaves out those that are zero.
final class RunChunker {

    private final ChunkWriter chunks;
    private final Geometry geometry;

    RunChunker(ChunkWriter chunks, Geometry geometry) {
        this.chunks = chunks;
        this.geometry = geometry;
    }

    /// @param content which pieces of the run are not zero, as [ZeroPieces#content] says it
    /// @param likely a chunk that may hold just that already
    StoredChunk store(ByteBuffer run, int content, Optional<ChunkRef> likely) {
        int from = Integer.numberOfTrailingZeros(content) * geometry.pieceBytes();
        int length = Integer.bitCount(content) * geometry.pieceBytes();
        try (var encoder = chunks.borrow()) {
            if (run.hasArray() && isOneStretch(content) && from + length <= run.limit()) {
                return encoder.store(ChunkKind.CONTENT, run.array(), run.arrayOffset() + from, length, likely);
            }
            gather(run, content, encoder);
            return encoder.store(ChunkKind.CONTENT, encoder.scratch(), 0, length, likely);
        }
    }

    private static boolean isOneStretch(int content) {
        int stretch = content >>> Integer.numberOfTrailingZeros(content);
        return (stretch & (stretch + 1)) == 0;
    }

    /// Puts the pieces that are not zero back to back, the last one padded with zeros.
    private void gather(ByteBuffer run, int content, ChunkEncoder encoder) {
        int end = 0;
        for (int piece = 0; content >>> piece != 0; piece++) {
            if ((content >>> piece & 1) != 0) {
                int from = piece * geometry.pieceBytes();
                int length = Math.min(geometry.pieceBytes(), run.limit() - from);
                run.get(from, encoder.scratch(), end, length);
                Arrays.fill(encoder.scratch(), end + length, end + geometry.pieceBytes(), (byte) 0);
                end += geometry.pieceBytes();
            }
        }
    }

    /// Where the pieces of a run lie in the chunk that it was stored as.
    ///
    /// @param first piece of the run within its cell
    static List<Piece> pieces(int first, int content, ChunkRef chunk) {
        var pieces = new ArrayList<Piece>();
        int from = 0;
        for (int at = 0; content >>> at != 0; ) {
            int hole = Integer.numberOfTrailingZeros(content >>> at);
            int count = Integer.numberOfTrailingZeros(~(content >>> (at + hole)));
            pieces.add(new Piece(first + at + hole, count, chunk, from));
            from += count;
            at += hole + count;
        }
        return pieces;
    }
}
