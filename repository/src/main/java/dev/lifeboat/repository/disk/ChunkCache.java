package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.errors.DamagedException;
import java.nio.ByteBuffer;

/// Keeps the chunks read last: small reads next to each other decode a chunk once.
final class ChunkCache {

    /// 16 MiB of standard cells for each reader.
    private static final int CACHED = 16;

    private final ChunkReader chunks;
    private final LruCache<ChunkRef, byte[]> contents = new LruCache<>(CACHED);

    ChunkCache(ChunkReader chunks) {
        this.chunks = chunks;
    }

    void read(ChunkRef chunk, int from, ByteBuffer target, int length) {
        var content = contents.get(chunk, chunks::read);
        if (from + length > content.length) {
            throw new DamagedException(
                    chunk.pack().key().value(),
                    "chunk " + chunk.chunk() + " with at least " + (from + length) + " bytes",
                    content.length + " bytes");
        }
        target.put(content, from, length);
    }
}
