package dev.lifeboat.repository.chunk;

import java.util.List;

/// What stands under the name of a pack, for maintenance.
public sealed interface PackContents {

    /// A pack of chunks.
    record Chunks(List<Chunk> chunks) implements PackContents {

        public Chunks {
            chunks = List.copyOf(chunks);
        }

        /// What the chunks take, without the footer.
        public long storedBytes() {
            return chunks.stream().mapToLong(Chunk::storedBytes).sum();
        }
    }

    /// A forwarding object: of each chunk, the pack it went to.
    record Forwards(List<ChunkRef> targets) implements PackContents {

        public Forwards {
            targets = List.copyOf(targets);
        }
    }

    /// One chunk of a pack.
    record Chunk(ChunkId id, int storedBytes, ChunkKind kind) {}
}
