package dev.lifeboat.repository.chunk;

import java.nio.ByteBuffer;

/// A chunk as it will be stored: memory that belongs to an encoder or its caller, from position to limit.
record EncodedChunk(ChunkId chunk, ByteBuffer stored, int rawBytes, int flags) {

    int storedBytes() {
        return stored.remaining();
    }

    PackEntry at(int packOffset) {
        return new PackEntry(chunk, packOffset, storedBytes(), rawBytes, flags);
    }

    void copyTo(byte[] target, int offset) {
        stored.get(stored.position(), target, offset, storedBytes());
    }
}
