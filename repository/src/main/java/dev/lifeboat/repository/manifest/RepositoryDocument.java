package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.objectstore.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// repository.json: what is fixed for the life of a repository.
///
/// @param requires features that a reader has to know; none so far
/// @param chunkIds how chunks are named: `sha-256` or `hmac-sha-256`
/// @param encryption `none` or `aes-256-gcm`
public record RepositoryDocument(
        String format,
        int formatVersion,
        List<String> requires,
        UUID id,
        Instant createdAt,
        int pieceBytes,
        int cellBytes,
        int pageBytes,
        int packBytes,
        String chunkIds,
        String encryption) {

    public static final ObjectKey KEY = new ObjectKey("repository.json");

    public RepositoryDocument {
        requires = List.copyOf(requires);
    }
}
