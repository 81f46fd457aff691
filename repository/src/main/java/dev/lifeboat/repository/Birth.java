package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryNotFoundException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.RepositoryDocument;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads and creates `repository.json`.
final class Birth {

    private static final String CHUNK_IDS = "sha-256";

    /// The description itself is read before there are keys.
    private static final Documents DOCUMENTS = new Documents(Seals.unencrypted());

    private Birth() {}

    static RepositoryDescription read(ObjectStore store) {
        return find(store).orElseThrow(() -> new RepositoryNotFoundException(store.describe()));
    }

    static Optional<RepositoryDescription> find(ObjectStore store) {
        var key = RepositoryDocument.KEY;
        return store.get(key)
                .map(content -> DOCUMENTS.read(key, content, DocumentFormat.REPOSITORY, RepositoryDocument.class))
                .map(Birth::description);
    }

    /// Whether this call or another one created it, it is there afterwards.
    static void create(ObjectStore store, RepositoryOptions options, Clock clock) {
        var geometry = options.geometry();
        var document = new RepositoryDocument(
                DocumentFormat.REPOSITORY.name(),
                DocumentFormat.REPOSITORY.version(),
                List.of(),
                UUID.randomUUID(),
                clock.instant(),
                geometry.pieceBytes(),
                geometry.cellBytes(),
                geometry.pageBytes(),
                options.packBytes(),
                CHUNK_IDS,
                List.of());
        store.putIfAbsent(RepositoryDocument.KEY, DOCUMENTS.write(RepositoryDocument.KEY, document));
    }

    private static RepositoryDescription description(RepositoryDocument document) {
        var key = RepositoryDocument.KEY.value();
        if (!document.chunkIds().equals(CHUNK_IDS) || !document.keys().isEmpty()) {
            throw new UnsupportedFormatException(key, "chunk ids by " + document.chunkIds() + " and keys");
        }
        try {
            var geometry = new Geometry(document.pieceBytes(), document.cellBytes(), document.pageBytes());
            return new RepositoryDescription(
                    document.id(), document.formatVersion(), document.createdAt(), geometry, document.packBytes());
        } catch (IllegalArgumentException e) {
            throw new DamagedException(key, "valid sizes", String.valueOf(e.getMessage()), e);
        }
    }
}
