package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import java.nio.ByteBuffer;
import java.util.SortedMap;

/// Builds forwarding objects: what stands under the name of a pack whose living chunks went elsewhere.
public final class PackForwarding {

    private final Seals seals;

    public PackForwarding(Seals seals) {
        this.seals = seals;
    }

    /// The whole object, to be stored under the name of that pack.
    ///
    /// @param targets the new pack of each chunk that anybody may still ask for; up to [PackFormat#MOST_ENTRIES]
    public ByteBuffer of(PackId pack, SortedMap<ChunkId, PackId> targets) {
        if (targets.size() > PackFormat.MOST_ENTRIES) {
            throw new IllegalArgumentException("Pack " + pack + " cannot forward " + targets.size() + " chunks");
        }
        var target = ByteBuffer.allocate(targets.size() * PackFormat.ENTRY_BYTES + PackFormat.TRAILER_BYTES);
        targets.forEach((chunk, to) -> {
            chunk.write(target);
            to.write(target);
        });
        PackFooter.seal(seals.forNew(pack.key()), PackFooter.Kind.FORWARDING, 0, 0, target);
        return target.flip();
    }
}
