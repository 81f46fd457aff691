package dev.lifeboat.repository.chunk;

/// Where a chunk is now, and whether it had to be stored for that.
///
/// @param storedBytes what it takes in its pack; 0 for a duplicate
public record StoredChunk(ChunkRef ref, int storedBytes) {

    static StoredChunk duplicate(ChunkRef ref) {
        return new StoredChunk(ref, 0);
    }

    public boolean isNew() {
        return storedBytes > 0;
    }
}
