package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.task.Awaited;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Looks whether packs are still there that a backup refers to and has not written itself, many at a time.
final class PackPresence {

    private static final int PACKS_AT_A_TIME = 16;

    private final ObjectStore store;
    private final PackDirectory directory;

    PackPresence(ObjectStore store, PackDirectory directory) {
        this.store = store;
        this.directory = directory;
    }

    /// Asks the store, not the cached footers.
    void requireThere(Set<PackId> packs) {
        look(packs, pack -> {
            if (store.size(pack.key()).isEmpty()) {
                throw missing("of this or another session", pack, "the pack went away during the backup");
            }
        });
    }

    /// That each of them still holds its chunks itself. A forwarding object in its place leads to those that
    /// recovery points needed when the pack was compacted, and may have left out one that only an unfinished
    /// backup refers to.
    void requireUncompacted(Set<PackId> packs) {
        directory.forget();
        look(packs, pack -> {
            if (directory.footer(pack).isForwarding()) {
                throw missing("of an unfinished backup", pack, "the pack was compacted while nobody was at work");
            }
        });
    }

    private static ChunkMissingException missing(String whose, PackId pack, String what) {
        return new ChunkMissingException(whose, pack.key().value(), what);
    }

    private static void look(Set<PackId> packs, Consumer<PackId> check) {
        try (var executor = Executors.newFixedThreadPool(
                PACKS_AT_A_TIME, Thread.ofVirtual().name("pack-look-", 0).factory())) {
            packs.stream()
                    .map(pack -> executor.submit(() -> check.accept(pack)))
                    .toList()
                    .forEach(look -> Awaited.result(look, "Interrupted while packs were looked at"));
        }
    }
}
