package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies the chunks that still live out of some packs into new ones. The old packs stay as they are.
public final class PackCopier {

    private static final Logger LOG = LoggerFactory.getLogger(PackCopier.class);

    /// What is read of a pack at a time.
    private static final int BATCH_BYTES = 8 << 20;

    private static final ChunkVisitor READS_ONLY = new ChunkVisitor() {
        @Override
        public ByteBuffer target(ChunkRef chunk, int rawBytes) {
            return ByteBuffer.allocate(rawBytes);
        }

        @Override
        public void visit(ChunkRef chunk, ByteBuffer content) {
            // Reading verifies it, and that is all that is wanted.
        }
    };

    private final ObjectStore store;
    private final Seals seals;
    private final ChunkWriter.Limits limits;
    private final PackFooters footers;

    /// @param limits how much memory copying may take
    public PackCopier(ObjectStore store, Seals seals, ChunkWriter.Limits limits) {
        this.store = store;
        this.seals = seals;
        this.limits = limits;
        this.footers = new PackFooters(store, seals);
    }

    /// When it returns, every copy is durable and was read back from the new packs and verified.
    ///
    /// @param lives whether anybody may still ask for a chunk of these packs
    /// @return for each pack, where its living chunks are now. A pack that cannot be read is not among them
    public Map<PackId, SortedMap<ChunkId, PackId>> copy(Collection<PackId> packs, Predicate<ChunkRef> lives) {
        var copied = new HashMap<PackId, SortedMap<ChunkId, PackId>>();
        try (var writer = new ChunkWriter(store, seals, limits, DamagedChunks.NONE, () -> {})) {
            var reader = new ChunkReader(store, seals);
            for (var pack : packs) {
                copy(pack, lives, reader, writer).ifPresent(targets -> copied.put(pack, targets));
            }
            writer.flush();
        }
        readBack(copied.values());
        return copied;
    }

    private Optional<SortedMap<ChunkId, PackId>> copy(
            PackId pack, Predicate<ChunkRef> lives, ChunkReader reader, ChunkWriter writer) {
        try {
            return footers.read(pack).flatMap(contents -> switch (contents) {
                case PackContents.Forwards _ -> Optional.empty();
                case PackContents.Chunks(var chunks) -> {
                    var living = chunks.stream()
                            .filter(chunk -> lives.test(new ChunkRef(chunk.id(), pack)))
                            .toList();
                    yield Optional.of(new Copying(pack, living, writer).run(reader));
                }
            });
        } catch (DamagedException | ChunkMissingException | UnsupportedFormatException e) {
            LOG.warn("A sparse pack stays as it is: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void readBack(Collection<SortedMap<ChunkId, PackId>> copied) {
        var byPack = new TreeMap<PackId, List<ChunkRef>>();
        for (var targets : copied) {
            targets.forEach((chunk, pack) ->
                    byPack.computeIfAbsent(pack, _ -> new ArrayList<>()).add(new ChunkRef(chunk, pack)));
        }
        var reader = new ChunkReader(store, seals);
        byPack.values().forEach(refs -> reader.read(refs, READS_ONLY));
    }

    /// One pack on its way.
    private static final class Copying implements ChunkVisitor {

        private final PackId pack;
        private final Map<ChunkId, ChunkKind> kinds = new HashMap<>();
        private final List<PackContents.Chunk> living;
        private final ChunkWriter writer;
        private final SortedMap<ChunkId, PackId> targets = new TreeMap<>();
        private ByteBuffer content = ByteBuffer.allocate(0);

        Copying(PackId pack, List<PackContents.Chunk> living, ChunkWriter writer) {
            this.pack = pack;
            this.living = living;
            this.writer = writer;
            living.forEach(chunk -> kinds.put(chunk.id(), chunk.kind()));
        }

        SortedMap<ChunkId, PackId> run(ChunkReader reader) {
            var batch = new ArrayList<ChunkRef>();
            long bytes = 0;
            for (var chunk : living) {
                batch.add(new ChunkRef(chunk.id(), pack));
                bytes += chunk.storedBytes();
                if (bytes >= BATCH_BYTES) {
                    reader.read(batch, this);
                    batch.clear();
                    bytes = 0;
                }
            }
            reader.read(batch, this);
            return targets;
        }

        @Override
        public ByteBuffer target(ChunkRef chunk, int rawBytes) {
            if (content.capacity() < rawBytes) {
                content = ByteBuffer.allocate(rawBytes);
            }
            return content.duplicate().limit(rawBytes);
        }

        @Override
        public void visit(ChunkRef chunk, ByteBuffer read) {
            var kind = kinds.getOrDefault(chunk.chunk(), ChunkKind.CONTENT);
            try (var encoder = writer.borrow()) {
                var stored = encoder.store(
                        kind, read.array(), read.arrayOffset() + read.position(), read.remaining(), Optional.empty());
                targets.put(chunk.chunk(), stored.ref().pack());
            }
        }
    }
}
