package dev.lifeboat.repository.chunk;

/// What a pack's footer says of a chunk.
sealed interface Location {

    /// It lies in this pack.
    record Here(PackEntry entry) implements Location {}

    /// The pack was compacted; the chunk was copied to another one.
    record Moved(PackId to) implements Location {}

    /// This pack never held it, or compaction found it unused and dropped it.
    record Nowhere() implements Location {}
}
