package dev.lifeboat.crds;

import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a backup stands, and the recovery point that came of it.
public record VmBackupStatus(
        @Nullable Long observedGeneration,
        @Nullable Phase phase,
        @Nullable List<Condition> conditions,
        @Nullable Instant startedAt,
        @Nullable Instant pointInTime,
        @Nullable Instant finishedAt,
        @Nullable Long durationSeconds,
        @Nullable VmRef vm,
        @Nullable Effective effective,
        @Nullable List<DiskStatus> disks,
        @Nullable List<ExcludedDisk> excludedDisks,
        @Nullable ProgressStatus progress,
        @Nullable Size size,
        @Nullable SnapshotStatus snapshot,
        @Nullable Location location,
        @Nullable List<String> warnings)
        implements Conditioned {

    /// For people; computed from the conditions and read by no code.
    public enum Phase {
        Pending,
        Queued,
        Preparing,
        Snapshotting,
        Transferring,
        Finalizing,
        Succeeded,
        SucceededWithWarnings,
        Failed,
        Cancelling,
        Cancelled,
        Deleting
    }

    public record VmRef(String uuid, String name, String poolUUID, String poolName) {}

    /// What was really done, once it is known.
    ///
    /// @param reason     why that strategy, in a sentence
    /// @param type       `Full` when all of at least one disk was read
    /// @param fullReason of the first such disk
    /// @param baseBackup backup id of the recovery point that an incremental started from
    /// @param consistency in which state it shows the disks, a reason of the condition Consistent
    public record Effective(
            BackupType type,
            String strategy,
            @Nullable String reason,
            @Nullable String protocol,
            @Nullable String fullReason,
            @Nullable String baseBackup,
            @Nullable String consistency) {}

    /// @param reason `NameMarker`, `ExcludeRule` or `NotIncluded`
    /// @param detail which rule, in a sentence
    public record ExcludedDisk(
            String device,
            String vdiUUID,
            String name,
            String srUUID,
            long virtualSizeBytes,
            String reason,
            String detail) {}

    /// @param cbtEnabled whether changes of it were tracked when the snapshot was taken
    /// @param fullReason absent for an incremental read
    public record DiskStatus(
            String device,
            String vdiUUID,
            @Nullable String snapshotVdiUUID,
            String name,
            @Nullable String srUUID,
            long virtualSizeBytes,
            @Nullable Boolean cbtEnabled,
            @Nullable String protocol,
            @Nullable String fullReason,
            @Nullable String detail,
            @Nullable Long changedBytes,
            @Nullable Long readBytes,
            @Nullable Long newBytes,
            @Nullable Long storedBytes) {
        /// As its snapshot shows it, before it is read.
        public DiskStatus(
                String device,
                String vdiUUID,
                @Nullable String snapshotVdiUUID,
                String name,
                @Nullable String srUUID,
                long virtualSizeBytes,
                @Nullable Boolean cbtEnabled,
                @Nullable String fullReason) {
            this(
                    device,
                    vdiUUID,
                    snapshotVdiUUID,
                    name,
                    srUUID,
                    virtualSizeBytes,
                    cbtEnabled,
                    null,
                    fullReason,
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        /// The same, with why it will be read whole; null for an incremental read.
        public DiskStatus because(@Nullable String reason) {
            return new DiskStatus(device, vdiUUID, snapshotVdiUUID, name, srUUID, virtualSizeBytes, cbtEnabled, reason);
        }
    }

    /// @param newBytes    content that the repository did not have
    /// @param storedBytes what it takes there
    public record Size(
            long logicalBytes, long readBytes, long newBytes, long storedBytes, String readText, String storedText) {}

    /// @param base backup id of the recovery point whose snapshot the next incremental starts from, where that is
    ///     still an earlier one than this
    public record SnapshotStatus(
            @Nullable String uuid, Kind kind, @Nullable String base) {
        public SnapshotStatus(@Nullable String uuid, Kind kind) {
            this(uuid, kind, null);
        }

        /// What is left of the snapshot on the pool.
        public enum Kind {
            Data,
            MetadataOnly,
            None
        }
    }

    public record Location(String backupId, String manifestKey) {}
}
