package dev.lifeboat.repository.crypto;

/// Names chunks by their content. For one thread at a time.
public interface ChunkHasher {

    /// Length of a hash.
    int BYTES = 32;

    /// @return an array that the next call may use again
    byte[] hash(byte[] array, int offset, int length);
}
