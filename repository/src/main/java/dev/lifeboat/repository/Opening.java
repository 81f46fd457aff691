package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.RepositoryNotFoundException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.KeysDocument;
import dev.lifeboat.repository.manifest.ReadableDocument;
import dev.lifeboat.repository.manifest.RepositoryDocument;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.Optional;

/// From a store and what somebody knows to a repository that can be used.
///
/// @param keys empty: not encrypted
/// @param trusted whether it is proven that its maker knew a secret: what is written elsewhere might be read
///     by somebody who made it up
record Opening(RepositoryDescription description, Seals seals, Optional<OpenedKeys> keys, boolean trusted) {

    private static final ObjectKey KEY = RepositoryDocument.KEY;
    private static final String NONE = "none";

    static Opening open(ObjectStore store, Unlock unlock) {
        var content = store.get(KEY).orElseThrow(() -> new RepositoryNotFoundException(store.describe()));
        return ReadableDocument.isOne(KEY, content)
                ? encrypted(store, content, unlock)
                : unencrypted(store, content, unlock);
    }

    private static Opening unencrypted(ObjectStore store, byte[] content, Unlock unlock) {
        var document = new Documents(Seals.unencrypted())
                .read(KEY, content, DocumentFormat.REPOSITORY, RepositoryDocument.class);
        if (unlock.secret().isPresent()) {
            throw RepositoryLockedException.notEncrypted(store.describe());
        }
        check(document, "sha-256", NONE);
        return new Opening(describe(document, Optional.empty()), Seals.unencrypted(), Optional.empty(), true);
    }

    private static Opening encrypted(ObjectStore store, byte[] content, Unlock unlock) {
        var description = ReadableDocument.read(KEY, content, DocumentFormat.REPOSITORY, RepositoryDocument.class);
        check(description.document(), "hmac-sha-256", "aes-256-gcm");
        var keys = new KeyObjects(store)
                .newest()
                .map(newest -> OpenedKeys.open(newest, unlock, store.describe()))
                .orElseThrow(() -> new DamagedException(KeysDocument.PREFIX, "the repository's keys", "no object"));
        var document = description.verified(keys.seals());
        if (!document.id().equals(keys.recipients().repository())) {
            throw new DamagedException(KEY.value(), "the repository of its keys", "another one");
        }
        return new Opening(
                describe(document, Optional.of(keys)), keys.seals(), Optional.of(keys), unlock.provesOrigin());
    }

    private static void check(RepositoryDocument document, String chunkIds, String encryption) {
        if (!document.chunkIds().equals(chunkIds) || !document.encryption().equals(encryption)) {
            throw new UnsupportedFormatException(
                    KEY.value(), "chunk ids by " + document.chunkIds() + " and encryption " + document.encryption());
        }
    }

    private static RepositoryDescription describe(RepositoryDocument document, Optional<OpenedKeys> keys) {
        try {
            return new RepositoryDescription(
                    document.id(),
                    document.formatVersion(),
                    document.createdAt(),
                    new Geometry(document.pieceBytes(), document.cellBytes(), document.pageBytes()),
                    document.packBytes(),
                    keys.map(OpenedKeys::description));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(KEY.value(), "valid sizes", String.valueOf(e.getMessage()), e);
        }
    }
}
