package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.KeyedSeals;
import dev.lifeboat.repository.crypto.Recipients;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.KeysDocument;
import dev.lifeboat.repository.manifest.ReadableDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The objects under `keys/`: one for each generation, never changed, so that two who change the keys at once
/// cannot lose what the other did, and the highest one counts.
final class KeyObjects {

    /// How often the newest may be replaced while it is being read.
    private static final int TRIES = 5;

    private final ObjectStore store;

    KeyObjects(ObjectStore store) {
        this.store = store;
    }

    /// Not verified yet: that takes the keys.
    Optional<ReadableDocument<KeysDocument>> newest() {
        for (int i = 0; i < TRIES; i++) {
            var entry = entries().stream().max(Comparator.comparing(ObjectEntry::key));
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            var read = store.get(entry.get().key());
            if (read.isPresent()) {
                return Optional.of(read(entry.get(), read.get()));
            }
        }
        throw new DamagedException(KeysDocument.PREFIX, "objects that stay for a moment", "others at each look");
    }

    private static ReadableDocument<KeysDocument> read(ObjectEntry entry, byte[] content) {
        var read = ReadableDocument.read(entry.key(), content, DocumentFormat.KEYS, KeysDocument.class);
        if (!KeysDocument.key(read.document().generation()).equals(entry.key())) {
            throw new DamagedException(
                    entry.key().value(),
                    "its generation in its name",
                    Long.toString(read.document().generation()));
        }
        return read;
    }

    private List<ObjectEntry> entries() {
        return store.listAll(KeysDocument.PREFIX)
                .filter(entry -> KeysDocument.generation(entry.key()).isPresent())
                .toList();
    }

    /// @return whether this is the keys' object of that generation now
    boolean create(Recipients recipients, KeyedSeals seals, Instant now) {
        var document = new KeysDocument(
                DocumentFormat.KEYS.name(),
                DocumentFormat.KEYS.version(),
                List.of(),
                recipients.repository(),
                seals.generation(),
                now,
                recipients.all().stream().map(KeysDocument.Recipient::of).toList());
        var key = KeysDocument.key(seals.generation());
        var content = ReadableDocument.write(key, document, seals);
        // The answer to an earlier try of the same call may have been lost.
        return store.putIfAbsent(key, content)
                || store.get(key)
                        .filter(found -> content.equals(ByteBuffer.wrap(found)))
                        .isPresent();
    }

    /// What former recipients could open goes away.
    void deleteBefore(long generation) {
        entries().stream()
                .map(ObjectEntry::key)
                .filter(key -> key.compareTo(KeysDocument.key(generation)) < 0)
                .forEach(store::delete);
    }
}
