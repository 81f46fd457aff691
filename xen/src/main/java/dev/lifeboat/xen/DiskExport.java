package dev.lifeboat.xen;

import java.io.InputStream;

/// A running read of a whole VDI. One thread at a time.
public interface DiskExport extends AutoCloseable {

    /// The disk's bytes, [#sizeBytes()] of them. Ending early or late, or with an error text in place of
    /// data, is an `IOException`.
    InputStream stream();

    long sizeBytes();

    /// Waits until the pool says that what was read is good. Call it after the last byte and before
    /// believing any.
    ///
    /// @throws TransferFailedException the stream was cut
    /// @throws XapiException the pool failed it
    void finish();

    /// Ends the transfer, aborting it when it was not finished.
    @Override
    void close();
}
