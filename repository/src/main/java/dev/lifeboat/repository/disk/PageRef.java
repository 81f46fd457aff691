package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkRef;

/// Where a page of a disk image lies, and how many of the disk's bytes it says are not holes.
public record PageRef(int index, ChunkRef chunk, long allocatedBytes) {}
