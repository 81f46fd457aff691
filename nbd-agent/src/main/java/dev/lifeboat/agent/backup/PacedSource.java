package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.nbd.NbdDisk.Part;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.objectstore.Pace;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Asks for no more than the pool's bandwidth allows, and counts what arrives.
record PacedSource(DiskSource source, Pace pace, DiskCounter counter) implements DiskSource {
    @Override
    public Protocol protocol() {
        return source.protocol();
    }

    @Override
    public Contents contents() {
        return source.contents();
    }

    @Override
    public CompletableFuture<Void> read(List<Part> parts) {
        long bytes = parts.stream().mapToLong(part -> part.target().remaining()).sum();
        pace.take(bytes);
        return source.read(parts).whenComplete((_, failure) -> {
            if (failure == null) {
                counter.moved(bytes);
            }
        });
    }

    @Override
    public void finish() {
        source.finish();
    }

    @Override
    public void close() {
        source.close();
    }
}
