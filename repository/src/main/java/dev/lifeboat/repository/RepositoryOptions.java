package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.Geometry;

/// What is fixed for life when a repository is created.
///
/// @param packBytes at about this size a pack is closed and stored
public record RepositoryOptions(Geometry geometry, int packBytes) {

    /// One put per 32 MiB: far apart enough that requests cost little, small enough that a few fit into an
    /// agent's memory.
    private static final int STANDARD_PACK_BYTES = 32 << 20;

    private static final int LARGEST_PACK_BYTES = 256 << 20;

    public RepositoryOptions {
        if (packBytes < geometry.cellBytes() || packBytes > LARGEST_PACK_BYTES) {
            throw new IllegalArgumentException("Packs of " + packBytes + " bytes: need from one cell ("
                    + geometry.cellBytes() + ") to " + LARGEST_PACK_BYTES);
        }
    }

    /// The standard parameters, without encryption: whoever reads the bucket reads the disks.
    public static RepositoryOptions unencrypted() {
        return new RepositoryOptions(Geometry.STANDARD, STANDARD_PACK_BYTES);
    }
}
