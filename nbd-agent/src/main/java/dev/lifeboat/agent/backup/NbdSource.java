package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.nbd.NbdDisk;
import dev.lifeboat.agent.nbd.NbdDisk.Part;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A disk over NBD: just what is asked for, many reads at a time.
record NbdSource(NbdDisk disk, Contents contents) implements DiskSource {
    @Override
    public Protocol protocol() {
        return disk.isEncrypted() ? Protocol.NbdTls : Protocol.Nbd;
    }

    @Override
    public CompletableFuture<Void> read(List<Part> parts) {
        return disk.read(parts);
    }

    @Override
    public void finish() {
        // Each read was answered for itself.
    }

    @Override
    public void close() {
        disk.close();
    }
}
