package dev.lifeboat.repository.chunk;

/// Sizes and marks of a pack: chunks back to back, a table of fixed-width entries, a trailer of fixed size.
final class PackFormat {

    /// The last bytes of every pack.
    static final long MAGIC = 0x4c49464550_41434bL; // LIFEPACK

    static final int VERSION = 1;

    /// Chunk id, offset, stored length, raw length, flags.
    static final int ENTRY_BYTES = ChunkId.BYTES + 4 * Integer.BYTES;

    /// Data length, entries, key, version, kind, reserved, checksum, magic.
    static final int TRAILER_BYTES = 64;

    /// Bytes of the trailer that the checksum covers.
    static final int TRAILER_HEAD_BYTES = 24;

    /// Bounds the footer at 384 KiB, however well chunks compress.
    static final int MOST_ENTRIES = 8192;

    /// What no writer exceeds, so that a reader of damaged or hostile bytes need not allocate more.
    static final int LARGEST_CHUNK = 16 << 20;

    static final int MOST_FOOTER_BYTES = MOST_ENTRIES * ENTRY_BYTES + TRAILER_BYTES;

    /// In the flags of an entry: the chunk is sealed by the pack's own key.
    static final int ENCRYPTED_FLAG = 1 << 4;

    private PackFormat() {}
}
