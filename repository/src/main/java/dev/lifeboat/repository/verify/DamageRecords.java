package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.DamagedChunks;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DamageDocument;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The marks of repairs: one small document for each pack that lost something.
public final class DamageRecords {

    /// A pack's mark as it is stored.
    ///
    /// @param unreadable why the record itself cannot be read; then it counts for the whole pack
    record Mark(boolean wholePack, Set<ChunkId> chunks, String found, Optional<String> unreadable) {

        Mark {
            chunks = Set.copyOf(chunks);
        }

        static Mark unreadable(String why) {
            return new Mark(true, Set.of(), "its record cannot be read", Optional.of(why));
        }

        /// Whether the other one marks nothing that this one does not. One that cannot be read has to be written
        /// anew.
        boolean covers(Mark other) {
            return unreadable.isEmpty() && (wholePack || (!other.wholePack && chunks.containsAll(other.chunks)));
        }

        /// What either of them marks.
        Mark and(Mark other) {
            boolean whole = wholePack || other.wholePack;
            var both = new HashSet<>(chunks);
            both.addAll(other.chunks);
            return new Mark(whole, whole ? Set.of() : both, found, Optional.empty());
        }
    }

    private final ObjectStore store;
    private final Documents documents;

    public DamageRecords(ObjectStore store, Seals seals) {
        this.store = store;
        this.documents = new Documents(seals);
    }

    /// All marks together, for a writer. Usually there is none, which costs one request.
    public DamagedChunks chunks() {
        var chunks = new HashMap<PackId, Set<ChunkId>>();
        var whole = new HashSet<PackId>();
        all().forEach((pack, mark) -> {
            chunks.put(pack, mark.chunks());
            if (mark.wholePack()) {
                whole.add(pack);
            }
        });
        return DamagedChunks.of(chunks, whole);
    }

    Map<PackId, Mark> all() {
        var marks = new HashMap<PackId, Mark>();
        store.listAll(DamageDocument.PREFIX).map(ObjectEntry::key).forEach(key -> {
            var pack = packOf(key);
            pack.flatMap(known -> read(key)).ifPresent(mark -> marks.put(pack.orElseThrow(), mark));
        });
        return marks;
    }

    /// A record that cannot be read still names its pack by its key.
    private Optional<Mark> read(ObjectKey key) {
        try {
            return store.get(key)
                    .map(content -> documents.read(key, content, DocumentFormat.DAMAGE, DamageDocument.class))
                    .map(document -> mark(key, document));
        } catch (DamagedException | UnsupportedFormatException e) {
            return Optional.of(Mark.unreadable(String.valueOf(e.getMessage())));
        }
    }

    private static Mark mark(ObjectKey key, DamageDocument document) {
        try {
            var chunks = new HashSet<ChunkId>();
            document.chunks().forEach(hex -> chunks.add(ChunkId.parse(hex)));
            return new Mark(document.wholePack(), chunks, document.found(), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new DamagedException(key.value(), "chunk ids", String.valueOf(e.getMessage()), e);
        }
    }

    void write(PackId pack, Mark mark, Instant now) {
        var key = key(pack);
        var document = new DamageDocument(
                DocumentFormat.DAMAGE.name(),
                DocumentFormat.DAMAGE.version(),
                List.of(),
                pack.toString(),
                mark.wholePack(),
                mark.chunks().stream().sorted().map(ChunkId::toString).toList(),
                mark.found(),
                now);
        store.put(key, documents.write(key, document));
    }

    void remove(PackId pack) {
        store.delete(key(pack));
    }

    static ObjectKey key(PackId pack) {
        return new ObjectKey(DamageDocument.PREFIX + pack);
    }

    private static Optional<PackId> packOf(ObjectKey key) {
        return Stream.of(key.value().substring(DamageDocument.PREFIX.length()))
                .filter(name -> name.matches("[0-9a-f]{32}"))
                .map(PackId::parse)
                .findFirst();
    }
}
