package dev.lifeboat.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found out about a storage.
public record BackupStorageStatus(
        @Nullable Long observedGeneration,
        @Nullable Phase phase,
        @Nullable List<Condition> conditions,
        @Nullable String provider,
        @Nullable String location,
        @Nullable RepositoryStatus repository,
        @Nullable Usage usage,
        @Nullable List<String> capabilities,
        @Nullable Instant lastProbeTime)
        implements Conditioned {

    /// For people; computed from the conditions and read by no code.
    public enum Phase {
        Ready,
        NotReady
    }

    /// @param encryption missing if the repository is not encrypted
    public record RepositoryStatus(
            String id,
            int formatVersion,
            boolean encrypted,
            @Nullable EncryptionStatus encryption) {}

    /// By which an encrypted repository is known again, so that nobody can put another one in its place.
    ///
    /// @param fingerprint of its secret, which never changes
    /// @param generation  of its keys; grows with each change of them
    public record EncryptionStatus(String fingerprint, long generation) {}

    /// @param dedupRatio logical size of all points by stored size, such as `3.2x`
    public record Usage(
            long logicalBytes, long storedBytes, String storedText, long objects, long backups, String dedupRatio) {}
}
