package dev.lifeboat.repository.chunk;

/// How a chunk's bytes are stored, and the mark for it in the flags of a pack's table (lowest four bits).
enum Compression {
    NONE(0),
    ZSTD(1);

    private final int flag;

    Compression(int flag) {
        this.flag = flag;
    }

    int flag() {
        return flag;
    }
}
