package dev.lifeboat.repository.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.lifeboat.repository.chunk.PackDirectory.Located;
import dev.lifeboat.repository.crypto.ChunkHasher;
import dev.lifeboat.repository.errors.DamagedException;
import java.nio.ByteBuffer;

/// Stored bytes back into a chunk's content, verified. For one thread at a time.
final class ChunkDecoder {

    private final ChunkHasher hasher;

    /// For what is decrypted before it is decompressed; as large as the largest such chunk so far.
    private byte[] compressed = new byte[0];

    ChunkDecoder(ChunkHasher hasher) {
        this.hasher = hasher;
    }

    /// @param stored a buffer over an array, with just the stored bytes
    void decode(Located at, ByteBuffer stored, ByteBuffer target) {
        checkSealed(at);
        switch (at.entry().compression(at.pack())) {
            case NONE -> copy(at, stored, target);
            case ZSTD -> decompress(at, open(at, stored), target);
        }
        verify(at, target);
    }

    /// One of the two alone would be a chunk that nobody vouches for.
    private static void checkSealed(Located at) {
        if (at.entry().encrypted() != (at.seal().dataKey() != 0)
                || at.entry().storedBytes() <= at.seal().growthBytes()) {
            throw damaged(at, "encryption as its pack has it", at.entry().toString());
        }
    }

    private static void copy(Located at, ByteBuffer stored, ByteBuffer target) {
        int content = at.entry().storedBytes() - at.seal().growthBytes();
        if (content != at.entry().rawBytes()) {
            throw damaged(at, at.entry().rawBytes() + " bytes as they are", content + " bytes");
        }
        at.seal().openChunk(at.entry().offset(), stored, target.slice(target.position(), content));
    }

    private ByteBuffer open(Located at, ByteBuffer stored) {
        if (!at.entry().encrypted()) {
            return stored;
        }
        int content = at.entry().storedBytes() - at.seal().growthBytes();
        if (compressed.length < content) {
            compressed = new byte[content];
        }
        var target = ByteBuffer.wrap(compressed, 0, content);
        at.seal().openChunk(at.entry().offset(), stored, target);
        return target;
    }

    private static void decompress(Located at, ByteBuffer source, ByteBuffer target) {
        long size = unpack(at, source, target);
        if (size != at.entry().rawBytes()) {
            throw damaged(at, at.entry().rawBytes() + " bytes", size + " bytes");
        }
    }

    private static long unpack(Located at, ByteBuffer source, ByteBuffer target) {
        try {
            return Zstd.decompressByteArray(
                    target.array(),
                    target.arrayOffset() + target.position(),
                    at.entry().rawBytes(),
                    source.array(),
                    source.arrayOffset() + source.position(),
                    source.remaining());
        } catch (ZstdException e) {
            throw damaged(at, "a zstd frame", String.valueOf(e.getMessage()));
        }
    }

    private void verify(Located at, ByteBuffer target) {
        var found = ChunkId.of(hasher.hash(
                target.array(),
                target.arrayOffset() + target.position(),
                at.entry().rawBytes()));
        if (!found.equals(at.entry().chunk())) {
            throw damaged(at, "content of that hash", "content of hash " + found);
        }
    }

    private static DamagedException damaged(Located at, String expected, String found) {
        return new DamagedException(
                at.pack().key().value(), "chunk " + at.entry().chunk() + " with " + expected, found);
    }
}
