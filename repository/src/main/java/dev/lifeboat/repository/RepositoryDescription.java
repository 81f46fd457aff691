package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.Geometry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a repository says of itself.
///
/// @param encryption empty: it is not encrypted
public record RepositoryDescription(
        UUID id,
        int formatVersion,
        Instant createdAt,
        Geometry geometry,
        int packBytes,
        Optional<Encryption> encryption) {

    /// How a repository is encrypted. Nothing of it is secret.
    ///
    /// @param fingerprint of the repository's secret: never changes, and nobody else can make one that has it
    /// @param generation grows with each change of recipients or keys
    /// @param dataKeys how many there have been; the last one encrypts
    public record Encryption(String fingerprint, long generation, int dataKeys, List<KnownRecipient> recipients) {

        public Encryption {
            recipients = List.copyOf(recipients);
        }
    }

    /// @param type `key`, `passphrase` or `x25519`
    public record KnownRecipient(String name, String type) {}
}
