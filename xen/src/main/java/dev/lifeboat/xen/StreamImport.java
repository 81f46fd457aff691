package dev.lifeboat.xen;

import java.io.OutputStream;

/// A running write to a handler. One thread at a time, but for [#close()].
public interface StreamImport extends AutoCloseable {

    /// Takes what is to be sent. Closing it does nothing.
    ///
    /// Writing throws [TransferFailedException] when the connection breaks, or [XapiException] when the pool
    /// says why.
    OutputStream stream();

    /// Waits until the pool says that all is taken.
    ///
    /// @throws IllegalStateException fewer bytes were written than announced
    /// @throws XapiException the pool failed it
    void finish();

    /// Ends the transfer, aborting it when it was not finished: the pool then removes what it had begun to
    /// make. Any thread may cancel it so.
    @Override
    void close();
}
