package dev.lifeboat.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a restore stands.
///
/// @param warnings what the VM has not, or not as the original had it
/// @param export   the object that was made of it
public record VmRestoreStatus(
        @Nullable Long observedGeneration,
        @Nullable Phase phase,
        @Nullable List<Condition> conditions,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long durationSeconds,
        @Nullable String durationText,
        @Nullable RestoredVmRef vm,
        @Nullable List<DiskStatus> disks,
        @Nullable List<MissingDisk> missingDisks,
        @Nullable ProgressStatus progress,
        @Nullable Long writtenBytes,
        @Nullable List<String> warnings,
        @Nullable ExportStatus export)
        implements Conditioned {

    /// For people; computed from the conditions and read by no code.
    public enum Phase {
        Pending,
        Queued,
        Transferring,
        Finalizing,
        Succeeded,
        Failed,
        Cancelling,
        Cancelled
    }

    public record RestoredVmRef(String uuid, String name) {}

    /// A disk that the source VM had and its backup did without.
    ///
    /// @param reason which rule left it out
    public record MissingDisk(String device, String name, long virtualSizeBytes, String reason) {}

    /// An XVA in the storage. It is the user's: nothing of Lifeboat looks at it again, or deletes it.
    ///
    /// @param location such as `s3://bucket/prefix/exports/web.xva`, or `claim:folder/exports/web.xva` of a volume
    /// @param key      relative to the repository
    /// @param sha256   of the object, in hexadecimal
    public record ExportStatus(@Nullable String location, String key, long bytes, String sha256) {}

    public record DiskStatus(String device, String vdiUUID, long virtualSizeBytes, long writtenBytes) {}
}
