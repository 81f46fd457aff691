package dev.lifeboat.xen;

import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/// A running import of VMs, or of what is said of them. One thread at a time, but for [#close()].
public interface VmImport extends AutoCloseable {

    /// Takes the archive. Closing it does nothing.
    ///
    /// Writing throws [TransferFailedException] when the connection breaks, or [XapiException] when the pool
    /// says why.
    OutputStream stream();

    /// Waits until the pool says that all is imported.
    ///
    /// @return the VMs that were made, without snapshots
    /// @throws IllegalStateException fewer bytes were written than announced
    /// @throws XapiException the pool failed it
    List<UUID> finish();

    /// Ends the import, aborting it when it was not finished: the pool then removes what it had begun to
    /// make. Any thread may cancel it so.
    @Override
    void close();
}
