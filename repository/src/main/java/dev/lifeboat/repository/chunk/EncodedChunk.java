package dev.lifeboat.repository.chunk;

/// A chunk as it will be stored: a stretch of an array that belongs to an encoder or its caller.
record EncodedChunk(ChunkId chunk, byte[] array, int offset, int storedBytes, int rawBytes, int flags) {

    PackEntry at(int packOffset) {
        return new PackEntry(chunk, packOffset, storedBytes, rawBytes, flags);
    }
}
