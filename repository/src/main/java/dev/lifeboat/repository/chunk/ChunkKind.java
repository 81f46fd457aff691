package dev.lifeboat.repository.chunk;

/// What a chunk is for, in the flags of a pack's table (bits 8 to 11). For figures and maintenance: reading
/// does not depend on it.
public enum ChunkKind {
    /// Bytes of a disk.
    CONTENT(0),
    /// A page of a disk image.
    PAGE(1 << 8);

    private final int flag;

    ChunkKind(int flag) {
        this.flag = flag;
    }

    int flag() {
        return flag;
    }
}
