package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.KeyedSeals;
import dev.lifeboat.repository.crypto.Keyring;
import dev.lifeboat.repository.crypto.Recipients;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.ReadableDocument;
import dev.lifeboat.repository.manifest.RepositoryDocument;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/// Creates a repository. Any number of callers may race, and each may stop half-way: the first object of each
/// name counts, and whoever comes later goes on from there.
final class Creation {

    private static final ObjectKey KEY = RepositoryDocument.KEY;

    private final ObjectStore store;
    private final RepositoryOptions options;
    private final Clock clock;
    private final KeyObjects keys;

    Creation(ObjectStore store, RepositoryOptions options, Clock clock) {
        this.store = store;
        this.options = options;
        this.clock = clock;
        this.keys = new KeyObjects(store);
    }

    /// Whether this call or another one created it, it is there afterwards.
    void createUnlessThere() {
        if (store.get(KEY).isPresent()) {
            return;
        }
        if (options.recipients().isEmpty()) {
            createUnencrypted();
        } else {
            createEncrypted();
        }
    }

    private void createUnencrypted() {
        keys.newest().ifPresent(left -> {
            throw new DamagedException(
                    KEY.value(), "the description of the encrypted repository whose keys are here", "no such object");
        });
        store.putIfAbsent(
                KEY, new Documents(Seals.unencrypted()).write(KEY, document(UUID.randomUUID(), "sha-256", "none")));
    }

    private void createEncrypted() {
        if (keys.newest().isEmpty()) {
            var random = new SecureRandom();
            var id = UUID.randomUUID();
            var keyring = Keyring.generate(random);
            keys.create(
                    Recipients.of(id, keyring, options.recipients(), random),
                    new KeyedSeals(id, keyring, 1),
                    clock.instant());
        }
        var opened = OpenedKeys.open(keys.newest().orElseThrow(), options.unlock(), store.describe());
        var document = document(opened.recipients().repository(), "hmac-sha-256", "aes-256-gcm");
        store.putIfAbsent(KEY, ReadableDocument.write(KEY, document, opened.seals()));
    }

    private RepositoryDocument document(UUID id, String chunkIds, String encryption) {
        var geometry = options.geometry();
        return new RepositoryDocument(
                DocumentFormat.REPOSITORY.name(),
                DocumentFormat.REPOSITORY.version(),
                List.of(),
                id,
                clock.instant(),
                geometry.pieceBytes(),
                geometry.cellBytes(),
                geometry.pageBytes(),
                options.packBytes(),
                chunkIds,
                encryption);
    }
}
