package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;

/// Packs as somebody writes them who knows the format and no key, and as compaction writes them.
public final class ForgedPacks {

    private ForgedPacks() {}

    /// Says that a chunk has moved.
    public static byte[] forwarding(Seals seals, ObjectKey from, ChunkId chunk, PackId to) {
        var target = ByteBuffer.allocate(PackFormat.ENTRY_BYTES + PackFormat.TRAILER_BYTES);
        chunk.write(target);
        to.write(target);
        PackFooter.seal(seals.forNew(from), PackFooter.Kind.FORWARDING, 0, 0, target);
        return target.array();
    }

    /// Holds just these bytes as a chunk of that id.
    public static byte[] holding(Seals seals, ObjectKey key, ChunkId chunk, byte[] content) {
        var entry = new PackEntry(chunk, 0, content.length, content.length, 0);
        var target = ByteBuffer.allocate(content.length + PackFormat.ENTRY_BYTES + PackFormat.TRAILER_BYTES)
                .put(content);
        PackFooter.write(seals.forNew(key), PackFooter.Kind.CHUNKS, content.length, List.of(entry), target);
        return target.array();
    }
}
