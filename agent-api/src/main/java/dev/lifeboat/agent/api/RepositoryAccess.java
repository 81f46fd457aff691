package dev.lifeboat.agent.api;

import java.util.OptionalLong;

/// A repository: where it is stored, how it is opened, and how fast it may be written.
///
/// @param uploadBytesPerSecond of content that this agent sends to the storage; absent means as fast as it goes
public record RepositoryAccess(StorageAccess storage, Encryption encryption, OptionalLong uploadBytesPerSecond) {
    public RepositoryAccess {
        if (uploadBytesPerSecond.isPresent() && uploadBytesPerSecond.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "repository.uploadBytesPerSecond must be positive, not " + uploadBytesPerSecond.getAsLong());
        }
    }

    /// As fast as it goes.
    public RepositoryAccess(StorageAccess storage, Encryption encryption) {
        this(storage, encryption, OptionalLong.empty());
    }
}
