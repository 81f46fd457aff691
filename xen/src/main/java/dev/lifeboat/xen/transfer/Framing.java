package dev.lifeboat.xen.transfer;

/// What an import's body holds besides the bytes of the disk.
sealed interface Framing permits ChunkFraming, SequentialFraming {

    /// What goes before a range.
    byte[] before(long offset, int length);

    /// What ends the body.
    byte[] end();
}
