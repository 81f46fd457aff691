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

    public record RepositoryStatus(String id, int formatVersion) {}

    /// @param dedupRatio logical size of all points by stored size, such as `3.2x`
    public record Usage(
            long logicalBytes, long storedBytes, String storedText, long objects, long backups, String dedupRatio) {}
}
