package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.chunk.ChunkRequests.Wanted;
import dev.lifeboat.repository.chunk.PackDirectory.Located;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// Reads and verifies chunks, neighbours in one request. Safe for any number of threads; a call works in its
/// own.
public final class ChunkReader {

    private static final int FOOTER_CACHE_BYTES = 8 << 20;

    private final ObjectStore store;
    private final PackDirectory directory;
    private final Function<ChunkRef, Optional<PackBuffer.Pending>> pending;
    private final Seals seals;

    /// As many as there were readers at a time.
    private final Queue<ChunkDecoder> decoders = new ConcurrentLinkedQueue<>();

    /// As many as there were readers at a time; each as large as the largest request it has served.
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();

    public ChunkReader(ObjectStore store, Seals seals) {
        this(store, seals, ref -> Optional.empty());
    }

    ChunkReader(ObjectStore store, Seals seals, Function<ChunkRef, Optional<PackBuffer.Pending>> pending) {
        this.store = store;
        this.seals = seals;
        this.directory = new PackDirectory(store, seals, FOOTER_CACHE_BYTES);
        this.pending = pending;
    }

    public byte[] read(ChunkRef ref) {
        var one = new OneChunk();
        read(List.of(ref), one);
        return one.content;
    }

    private static final class OneChunk implements ChunkVisitor {

        private byte[] content = new byte[0];

        @Override
        public ByteBuffer target(ChunkRef chunk, int rawBytes) {
            content = new byte[rawBytes];
            return ByteBuffer.wrap(content);
        }

        @Override
        public void visit(ChunkRef chunk, ByteBuffer read) {
            // It lies where it was decoded.
        }
    }

    /// Reads all of them, a chunk that is named twice once.
    public void read(Collection<ChunkRef> refs, ChunkVisitor visitor) {
        var decoder = Optional.ofNullable(decoders.poll()).orElseGet(() -> new ChunkDecoder(seals.chunkHasher()));
        read(refs, decoder, visitor);
        decoders.add(decoder);
    }

    private void read(Collection<ChunkRef> refs, ChunkDecoder decoder, ChunkVisitor visitor) {
        var wanted = new ArrayList<Wanted>();
        for (var ref : new LinkedHashSet<>(refs)) {
            var unstored = pending.apply(ref);
            if (unstored.isPresent()) {
                visitPending(ref, unstored.get(), decoder, visitor);
            } else {
                wanted.add(new Wanted(ref, directory.locate(ref)));
            }
        }
        if (!wanted.isEmpty()) {
            var buffer = Optional.ofNullable(buffers.poll()).orElseGet(() -> new byte[0]);
            buffers.add(new ChunkRequests(store, directory, decoder, visitor, buffer).read(wanted));
        }
    }

    private static void visitPending(
            ChunkRef ref, PackBuffer.Pending chunk, ChunkDecoder decoder, ChunkVisitor visitor) {
        var target = visitor.target(ref, chunk.entry().rawBytes());
        decoder.decode(new Located(ref.pack(), chunk.entry(), chunk.seal()), chunk.stored(), target);
        visitor.visit(ref, target);
    }

    /// The pack in which it really lies: another one than it says if that was compacted.
    public PackId whereabouts(ChunkRef ref) {
        return directory.locate(ref).pack();
    }

    /// Whether the pack is there and says that it holds the chunk itself. A forwarding object does not count: what
    /// it leads to may be about to move again. Nor does one that was found damaged.
    boolean holds(ChunkRef ref, DamagedChunks damaged) {
        try {
            return !damaged.contains(ref) && directory.locate(ref).pack().equals(ref.pack());
        } catch (ChunkMissingException | DamagedException _) {
            return false;
        }
    }

    PackPresence packs() {
        return new PackPresence(store, directory);
    }
}
