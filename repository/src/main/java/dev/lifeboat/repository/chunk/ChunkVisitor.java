package dev.lifeboat.repository.chunk;

import java.nio.ByteBuffer;

/// Takes the chunks of one [ChunkReader#read], each once, in the order in which they lie in their packs.
public interface ChunkVisitor {

    /// Where the content shall go: a buffer over an array, with room for just that many bytes. Asked before
    /// anything is decoded; what is there after a failure is undefined.
    ByteBuffer target(ChunkRef chunk, int rawBytes);

    /// The verified content lies in the target.
    void visit(ChunkRef chunk, ByteBuffer content);
}
