package dev.lifeboat.xen;

import java.nio.ByteBuffer;

/// A running write to a VDI. One thread at a time.
public interface DiskImport extends AutoCloseable {

    /// Sends all bytes that remain in the buffer.
    ///
    /// @throws TransferFailedException the connection broke; the reason the pool gives is in the message
    /// where it gave one
    void write(long offset, ByteBuffer data);

    /// Sends the end and waits until the pool says that all is written.
    ///
    /// @throws IllegalStateException fewer bytes were written than announced
    /// @throws XapiException the pool failed it
    void finish();

    /// Ends the transfer, aborting it when it was not finished.
    @Override
    void close();
}
