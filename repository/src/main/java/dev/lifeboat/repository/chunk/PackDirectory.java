package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where chunks lie, from the footers of their packs; the footers used last are kept, up to a number of
/// bytes.
final class PackDirectory {

    /// An entry, the pack it really lies in, and what opens it.
    record Located(PackId pack, PackEntry entry, ObjectSeal seal) {}

    /// Holds the footer of an ordinary pack; a longer one takes a second request.
    private static final int FIRST_SUFFIX = 16 << 10;

    /// Compaction forwards once; more than a few steps is a loop.
    private static final int MOST_FORWARDS = 8;

    private static final int LOCKS = 16;

    private final ObjectStore store;
    private final Seals seals;
    private final long mostBytes;
    private final Map<PackId, PackFooter> cache = new LinkedHashMap<>(16, 0.75f, true);
    private final Object[] loading = new Object[LOCKS];
    private long cachedBytes;

    PackDirectory(ObjectStore store, Seals seals, long mostBytes) {
        this.store = store;
        this.seals = seals;
        this.mostBytes = mostBytes;
        for (int i = 0; i < LOCKS; i++) {
            loading[i] = new Object();
        }
    }

    Located locate(ChunkRef ref) {
        try {
            return follow(ref);
        } catch (ChunkMissingException e) {
            // A forwarding object that is remembered may have been led elsewhere since.
            if (cached(ref.pack()).filter(PackFooter::isForwarding).isEmpty()) {
                throw e;
            }
            forget();
            return follow(ref);
        }
    }

    /// Reads footers anew from now on: packs may have been compacted.
    void forget() {
        synchronized (cache) {
            cache.clear();
            cachedBytes = 0;
        }
    }

    private Located follow(ChunkRef ref) {
        var pack = ref.pack();
        for (int i = 0; i < MOST_FORWARDS; i++) {
            var footer = footer(pack, ref.chunk());
            switch (footer.locate(ref.chunk())) {
                case Location.Here(var entry) -> {
                    return new Located(pack, entry, footer.seal());
                }
                case Location.Moved(var to) -> pack = to;
                case Location.Nowhere() ->
                    throw new ChunkMissingException(
                            ref.chunk().toString(), pack.key().value(), "the pack does not hold it");
            }
        }
        throw new DamagedException(ref.pack().key().value(), "to be forwarded to a pack", "a loop of forwards");
    }

    /// @throws ChunkMissingException there is no such pack
    PackFooter footer(PackId pack) {
        return footer(pack, "of any name");
    }

    private PackFooter footer(PackId pack, ChunkId wanted) {
        return footer(pack, wanted.toString());
    }

    private PackFooter footer(PackId pack, String wanted) {
        var cached = cached(pack);
        if (cached.isPresent()) {
            return cached.get();
        }
        // One load at a time for a pack: a bulk read asks for all of its chunks at once.
        synchronized (loading[(int) pack.low() & (LOCKS - 1)]) {
            return cached(pack).orElseGet(() -> remember(pack, load(pack, wanted)));
        }
    }

    private PackFooter load(PackId pack, String wanted) {
        var suffix = suffix(pack, FIRST_SUFFIX, wanted);
        int length = PackFooter.footerBytes(pack, suffix);
        return PackFooter.read(pack, length <= suffix.length ? suffix : suffix(pack, length, wanted), seals);
    }

    private byte[] suffix(PackId pack, int length, String wanted) {
        return store.getSuffix(pack.key(), length)
                .orElseThrow(() -> new ChunkMissingException(wanted, pack.key().value(), "there is no such pack"));
    }

    private Optional<PackFooter> cached(PackId pack) {
        synchronized (cache) {
            return Optional.ofNullable(cache.get(pack));
        }
    }

    private PackFooter remember(PackId pack, PackFooter footer) {
        synchronized (cache) {
            cache.put(pack, footer);
            cachedBytes += footer.sizeBytes();
            Iterator<PackFooter> eldest = cache.values().iterator();
            while (cachedBytes > mostBytes && cache.size() > 1) {
                cachedBytes -= eldest.next().sizeBytes();
                eldest.remove();
            }
            return footer;
        }
    }
}
