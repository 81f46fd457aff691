package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.nbd.NbdDisk.Part;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Where a disk's bytes come from. One thread calls [#read], in ascending order of offsets.
interface DiskSource extends AutoCloseable {
    Protocol protocol();

    /// What a full run has to read of it.
    default Contents contents() {
        return new Contents.Everything(Optional.empty());
    }

    /// Fills the parts' buffers, now or later; the future ends when the buffers are touched no more. May block.
    CompletableFuture<Void> read(List<Part> parts);

    /// All is read: throws if the pool, asked now, says that what it sent was not good.
    void finish();

    @Override
    void close();
}
