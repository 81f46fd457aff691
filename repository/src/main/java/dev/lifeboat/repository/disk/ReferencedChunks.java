package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.ChunkVisitor;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.Consumer;

/// Which chunks the content of a disk lies in, read from its pages: what maintenance must keep. Safe for any
/// number of threads; a call works in its own.
public final class ReferencedChunks {

    private final Geometry geometry;
    private final PageCodec codec;
    private final ChunkReader chunks;

    public ReferencedChunks(Geometry geometry, ChunkReader chunks) {
        this.geometry = geometry;
        this.codec = new PageCodec(geometry);
        this.chunks = chunks;
    }

    /// Names each chunk that a run of these pages lies in, at least once.
    ///
    /// @throws dev.lifeboat.repository.errors.DamagedException a page is not what was written
    /// @throws dev.lifeboat.repository.errors.ChunkMissingException a page is gone
    public void read(Collection<ChunkRef> pages, Consumer<ChunkRef> target) {
        chunks.read(pages, new ChunkVisitor() {
            private byte[] content = new byte[0];

            @Override
            public ByteBuffer target(ChunkRef page, int rawBytes) {
                content = new byte[rawBytes];
                return ByteBuffer.wrap(content);
            }

            @Override
            public void visit(ChunkRef page, ByteBuffer read) {
                for (var cell : codec.read(page, content, geometry.cellsPerPage())) {
                    cell.pieces().forEach(piece -> target.accept(piece.chunk()));
                }
            }
        });
    }
}
