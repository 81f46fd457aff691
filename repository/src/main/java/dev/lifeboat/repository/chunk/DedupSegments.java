package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What sessions tell each other of the chunks they stored: an optimisation, never relied on.
final class DedupSegments {

    static final String PREFIX = "dedup/";

    /// Fewer new chunks are not worth an object that every later full run lists.
    private static final int WORTH_TELLING = 16;

    /// Keeps the memory small that writing and reading a segment takes.
    static final int USUAL_ENTRIES = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(DedupSegments.class);

    private final ObjectStore store;
    private final Seals seals;

    DedupSegments(ObjectStore store, Seals seals) {
        this.store = store;
        this.seals = seals;
    }

    /// Largest first: those are first fulls, whose chunks other machines share most.
    void load(int mostEntries, Consumer<ChunkRef> known) {
        var bySize = store.listAll(PREFIX)
                .sorted(Comparator.comparingLong(ObjectEntry::sizeBytes).reversed())
                .toList();
        int left = mostEntries;
        for (var entry : bySize) {
            if (DedupSegment.mostEntries(entry.sizeBytes()) <= left) {
                left -= load(entry.key(), known);
            }
        }
    }

    /// A segment that cannot be used costs duplicates; it is no reason to fail a backup.
    private int load(ObjectKey key, Consumer<ChunkRef> known) {
        try {
            return store.get(key)
                    .map(content -> DedupSegment.read(key, ByteBuffer.wrap(content), seals, known))
                    .orElse(0);
        } catch (DamagedException | UnsupportedFormatException e) {
            LOG.warn("Deduplication goes on without a segment: {}", e.getMessage());
            return 0;
        }
    }

    /// In several objects where one would be large: each holds a range of chunk ids.
    void write(String name, KnownChunks known) {
        int count = known.ownCount();
        if (count < WORTH_TELLING) {
            return;
        }
        int parts = Math.ceilDiv(count, USUAL_ENTRIES);
        for (int part = 0; part < parts; part++) {
            var key = new ObjectKey(PREFIX + name + "-" + part);
            store.put(key, DedupSegment.write(seals.forNew(key), known.own(part, parts)));
        }
    }
}
