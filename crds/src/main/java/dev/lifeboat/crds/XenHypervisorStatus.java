package dev.lifeboat.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found out about a pool.
///
/// @param leftoverSnapshots things of ours on the pool, snapshots above all, that nobody needs and that would not go
/// @param leftoverSnapshotBytes what they take on its storage
public record XenHypervisorStatus(
        @Nullable Long observedGeneration,
        @Nullable Phase phase,
        @Nullable List<Condition> conditions,
        @Nullable PoolStatus pool,
        @Nullable List<HostStatus> hosts,
        @Nullable List<StorageRepositoryStatus> storageRepositories,
        @Nullable List<NetworkStatus> networks,
        @Nullable Capabilities capabilities,
        @Nullable Counts counts,
        @Nullable Instant lastInventoryTime,
        @Nullable Instant lastMasterChangeTime,
        @Nullable Integer leftoverSnapshots,
        @Nullable Long leftoverSnapshotBytes)
        implements Conditioned {

    /// For people; computed from the conditions and read by no code.
    public enum Phase {
        Ready,
        Degraded,
        NotReady
    }

    public record PoolStatus(
            String uuid, String name, String masterHostUUID, String product, String version, String apiVersion) {}

    /// @param transferAddresses where disk data of it is looked for over HTTPS, in this order
    /// @param nbdAddresses where its disks can be read over NBD, in the order in which that is tried
    /// @param nbdState     how these answered the operator: `Serving`, `Blocked`, `CertificateRejected`,
    ///                     `NotAsked`, or `None` where there are none
    public record HostStatus(
            String uuid,
            String name,
            String address,
            boolean enabled,
            boolean live,
            String version,
            List<String> transferAddresses,
            List<String> nbdAddresses,
            String nbdState) {}

    public record StorageRepositoryStatus(
            String uuid,
            String name,
            String type,
            boolean shared,
            boolean thin,
            long sizeBytes,
            long freeBytes,
            boolean cbtSupported) {}

    public record NetworkStatus(String uuid, String name, List<String> purposes) {}

    /// @param nbd          `Tls`, `Insecure` or `None`
    /// @param nbdTls       whether NBD runs within TLS
    /// @param quiesce      whether the pool can have a guest settle its file systems before a snapshot
    /// @param zstd         whether it can compress a whole VM with zstd
    /// @param explanations why something is missing and what switches it on
    public record Capabilities(
            boolean cbt,
            String nbd,
            boolean nbdTls,
            boolean ignoreVdis,
            boolean quiesce,
            boolean vtpm,
            boolean qcow2,
            boolean zstd,
            List<String> explanations) {}

    /// VMs by how they stand; `protected` is a word of Java, so the component is named after its JSON.
    public record Counts(
            int hosts,
            int vms,

            @com.fasterxml.jackson.annotation.JsonProperty("protected")
            int protectedVms,

            int unprotected) {}
}
