package dev.lifeboat.repository.export;

/// Takes the bytes of an export, one after the other.
sealed interface Destination extends AutoCloseable permits PartedUpload, Comparison {

    void write(byte[] content, int offset, int length);

    /// All bytes have come.
    void finish();

    @Override
    void close();
}
