package dev.lifeboat.repository.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.lifeboat.repository.errors.DamagedException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Stored bytes back into a chunk's content, verified.
final class ChunkDecoder {

    private final MessageDigest sha256 = Hashes.sha256();

    /// @param stored a buffer over an array, with just the stored bytes
    void decode(PackId pack, PackEntry entry, ByteBuffer stored, ByteBuffer target) {
        switch (entry.compression(pack)) {
            case NONE -> copy(pack, entry, stored, target);
            case ZSTD -> decompress(pack, entry, stored, target);
        }
        verify(pack, entry, target);
    }

    private static void copy(PackId pack, PackEntry entry, ByteBuffer stored, ByteBuffer target) {
        if (entry.storedBytes() != entry.rawBytes()) {
            throw damaged(pack, entry, entry.rawBytes() + " bytes as they are", entry.storedBytes() + " bytes");
        }
        target.put(target.position(), stored, stored.position(), entry.rawBytes());
    }

    private static void decompress(PackId pack, PackEntry entry, ByteBuffer stored, ByteBuffer target) {
        long size = unpack(pack, entry, stored, target);
        if (size != entry.rawBytes()) {
            throw damaged(pack, entry, entry.rawBytes() + " bytes", size + " bytes");
        }
    }

    private static long unpack(PackId pack, PackEntry entry, ByteBuffer stored, ByteBuffer target) {
        try {
            return Zstd.decompressByteArray(
                    target.array(),
                    target.arrayOffset() + target.position(),
                    entry.rawBytes(),
                    stored.array(),
                    stored.arrayOffset() + stored.position(),
                    entry.storedBytes());
        } catch (ZstdException e) {
            throw damaged(pack, entry, "a zstd frame", String.valueOf(e.getMessage()));
        }
    }

    private void verify(PackId pack, PackEntry entry, ByteBuffer target) {
        sha256.update(target.array(), target.arrayOffset() + target.position(), entry.rawBytes());
        var found = ChunkId.of(sha256.digest());
        if (!found.equals(entry.chunk())) {
            throw damaged(pack, entry, "content of that hash", "content of hash " + found);
        }
    }

    private static DamagedException damaged(PackId pack, PackEntry entry, String expected, String found) {
        return new DamagedException(pack.key().value(), "chunk " + entry.chunk() + " with " + expected, found);
    }
}
