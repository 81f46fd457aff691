package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import java.nio.ByteBuffer;

/// Where a chunk lies in its pack and how it is stored.
record PackEntry(ChunkId chunk, int offset, int storedBytes, int rawBytes, int flags) {

    private static final int KNOWN_FLAGS = Compression.ZSTD.flag() | PackFormat.ENCRYPTED_FLAG | ChunkKind.PAGE.flag();

    static PackEntry read(ByteBuffer table, int index) {
        int at = index * PackFormat.ENTRY_BYTES;
        return new PackEntry(
                chunkAt(table, index),
                table.getInt(at + 32),
                table.getInt(at + 36),
                table.getInt(at + 40),
                table.getInt(at + 44));
    }

    static ChunkId chunkAt(ByteBuffer table, int index) {
        int at = index * PackFormat.ENTRY_BYTES;
        return new ChunkId(table.getLong(at), table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 24));
    }

    void write(ByteBuffer target) {
        chunk.write(target);
        target.putInt(offset).putInt(storedBytes).putInt(rawBytes).putInt(flags);
    }

    /// Asked only of an entry that is read: a chunk that needs a newer release does not spoil the others of
    /// its pack.
    Compression compression(PackId pack) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new UnsupportedFormatException(pack.key().value(), "chunk flags 0x" + Integer.toHexString(flags));
        }
        return (flags & Compression.ZSTD.flag()) != 0 ? Compression.ZSTD : Compression.NONE;
    }

    boolean encrypted() {
        return (flags & PackFormat.ENCRYPTED_FLAG) != 0;
    }

    ChunkKind kind() {
        return (flags & ChunkKind.PAGE.flag()) != 0 ? ChunkKind.PAGE : ChunkKind.CONTENT;
    }

    /// Whether it lies within the data and has a length that a writer could have written.
    boolean fits(long dataBytes) {
        return offset >= 0
                && storedBytes > 0
                && rawBytes > 0
                && rawBytes <= PackFormat.LARGEST_CHUNK
                && storedBytes <= PackFormat.LARGEST_CHUNK + ObjectSeal.MOST_GROWTH_BYTES
                && (long) offset + storedBytes <= dataBytes;
    }
}
