package dev.lifeboat.repository;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.session.CheckpointPolicy;

/// How much memory and concurrency this process spends. Nothing of it is visible in what is stored.
///
/// @param uploads pack buffers besides the one being filled; all of them may be on their way to the store
/// @param encoders chunks hashed and compressed at a time, over all disks of a session
/// @param openPages pages of a disk that a writer holds at a time
/// @param knownChunks chunks that a session remembers for deduplication
/// @param readAhead batches of a bulk read that are fetched at a time
/// @param checkpoints how much of a backup a killed writer may take with it
public record Tuning(
        int uploads, int encoders, int openPages, int knownChunks, int readAhead, CheckpointPolicy checkpoints) {

    /// Chunks that compaction recognises when it meets them twice in the packs that it copies together.
    private static final int MOST_COPIED_CHUNKS = 1 << 14;

    public Tuning {
        if (uploads < 1 || encoders < 1 || openPages < 1 || knownChunks < 0 || readAhead < 1) {
            throw new IllegalArgumentException("Uploads, encoders, pages and read-ahead need at least one each");
        }
    }

    /// With the usual checkpoints.
    public Tuning(int uploads, int encoders, int openPages, int knownChunks, int readAhead) {
        this(uploads, encoders, openPages, knownChunks, readAhead, CheckpointPolicy.standard());
    }

    public static Tuning standard() {
        return new Tuning(3, Math.max(2, Runtime.getRuntime().availableProcessors()), 16, 1 << 20, 4);
    }

    /// For copying between packs: one is filled while one is stored, and chunks are encoded one after the other.
    ChunkWriter.Limits copyLimits(RepositoryDescription repository) {
        var limits = chunkLimits(repository);
        return new ChunkWriter.Limits(limits.packBytes(), 1, 1, limits.encoderBytes(), MOST_COPIED_CHUNKS);
    }

    ChunkWriter.Limits chunkLimits(RepositoryDescription repository) {
        var geometry = repository.geometry();
        int largestChunk = Math.max(geometry.cellBytes(), geometry.mostBytesOfPage()) + ObjectSeal.MOST_GROWTH_BYTES;
        return new ChunkWriter.Limits(
                Math.max(repository.packBytes(), largestChunk), uploads, encoders, geometry.cellBytes(), knownChunks);
    }
}
