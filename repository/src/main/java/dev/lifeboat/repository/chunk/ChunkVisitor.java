package dev.lifeboat.repository.chunk;

/// Takes the chunks of one [ChunkReader#read], each once, in the order in which they lie in their packs.
public interface ChunkVisitor {

    /// Room for a chunk's content.
    record Target(byte[] array, int offset) {}

    /// Where the content shall go. Asked before anything is decoded; what is there after a failure is
    /// undefined.
    Target target(ChunkRef chunk, int rawBytes);

    /// The verified content lies in the target.
    void visit(ChunkRef chunk, Target target, int rawBytes);
}
