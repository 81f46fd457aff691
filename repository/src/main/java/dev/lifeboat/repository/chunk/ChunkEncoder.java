package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ChunkHasher;
import java.util.Optional;

/// What one thread needs to turn bytes into a stored chunk: a hash, a compressor, and memory to put pieces
/// together in.
///
/// Borrowed from [ChunkWriter#borrow] and given back by closing.
public final class ChunkEncoder implements AutoCloseable {

    private final ChunkWriter owner;
    private final ChunkHasher hasher;
    private final byte[] scratch;
    private final Compressor compressor;

    ChunkEncoder(ChunkWriter owner, ChunkHasher hasher, int scratchBytes) {
        this.owner = owner;
        this.hasher = hasher;
        this.scratch = new byte[scratchBytes];
        this.compressor = new Compressor(scratchBytes);
    }

    /// Memory of one cell, free to use while the encoder is borrowed.
    public byte[] scratch() {
        return scratch;
    }

    /// Stores the bytes as a chunk unless the repository has them.
    ///
    /// @param likely what lies at the same place in the disk's base: no lookup is needed if it is the same
    public StoredChunk store(ChunkKind kind, byte[] array, int offset, int length, Optional<ChunkRef> likely) {
        var chunk = ChunkId.of(hasher.hash(array, offset, length));
        if (likely.isPresent() && likely.get().chunk().equals(chunk) && owner.trusts(likely.get())) {
            return StoredChunk.duplicate(likely.get());
        }
        return owner.store(kind, chunk, () -> compressor.encode(chunk, kind, array, offset, length));
    }

    @Override
    public void close() {
        owner.giveBack(this);
    }

    void release() {
        compressor.close();
    }
}
