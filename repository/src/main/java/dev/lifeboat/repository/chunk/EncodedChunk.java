package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ObjectSeal;
import java.nio.ByteBuffer;

/// A chunk as it will be stored, but for encryption, which needs to know the place: memory that belongs to an encoder
/// or its caller, from position to limit.
record EncodedChunk(ChunkId chunk, ByteBuffer stored, int rawBytes, int flags) {

    int storedBytes() {
        return stored.remaining();
    }

    /// Where it goes in a pack, and what it takes there.
    PackEntry at(int packOffset, ObjectSeal seal) {
        int encrypted = seal.dataKey() == 0 ? 0 : PackFormat.ENCRYPTED_FLAG;
        return new PackEntry(chunk, packOffset, storedBytes() + seal.growthBytes(), rawBytes, flags | encrypted);
    }
}
