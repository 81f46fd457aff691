package dev.lifeboat.xen;

import java.io.InputStream;

/// A running read from a handler. One thread at a time, but for [#close()].
public interface StreamExport extends AutoCloseable {

    /// What the handler sends, up to its end. A cut, or an error text in place of what was asked for, is an
    /// `IOException` with the pool's own reason. An end proves nothing: see [#finish()].
    InputStream stream();

    /// Waits until the pool says that what was read is good. Call it after the last byte and before
    /// believing any.
    ///
    /// @throws TransferFailedException the stream was cut, or was not read to its end
    /// @throws XapiException the pool failed it
    void finish();

    /// Ends the transfer, aborting it when it was not finished. Any thread may cancel it so.
    @Override
    void close();
}
