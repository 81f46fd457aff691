package dev.lifeboat.repository.chunk;

/// Which chunk, and in which pack. Where it lies inside the pack is the business of the pack's footer.
public record ChunkRef(ChunkId chunk, PackId pack) {}
