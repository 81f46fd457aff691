package dev.lifeboat.repository.crypto;

import java.util.Optional;

/// What somebody who opens a repository has and knows.
///
/// @param fingerprint what the repository has to have; proves to an [Identity] that it is not one that
///     somebody else made for it
/// @param seenGeneration the highest generation of its keys that was ever seen; an older one is refused
public record Unlock(Optional<UnlockSecret> secret, Optional<String> fingerprint, long seenGeneration) {

    /// For a repository that is unencrypted.
    public static Unlock none() {
        return new Unlock(Optional.empty(), Optional.empty(), 0);
    }

    public static Unlock by(UnlockSecret secret) {
        return new Unlock(Optional.of(secret), Optional.empty(), 0);
    }

    public Unlock expecting(String expected) {
        return new Unlock(secret, Optional.of(expected), seenGeneration);
    }

    public Unlock seen(long generation) {
        return new Unlock(secret, fingerprint, generation);
    }

    /// Whether it proves that the repository was made by somebody who knows a secret, and not only a public
    /// key.
    public boolean provesOrigin() {
        return fingerprint.isPresent() || !(secret.orElse(null) instanceof Identity);
    }
}
