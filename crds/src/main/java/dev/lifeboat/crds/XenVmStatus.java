package dev.lifeboat.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A VM as it was last seen, and how it is protected.
public record XenVmStatus(
        @Nullable String name,
        @Nullable String description,
        @Nullable String powerState,
        @Nullable String hostUUID,
        @Nullable PoolRef pool,
        @Nullable List<String> tags,
        @Nullable Long memoryBytes,
        @Nullable Integer vcpus,
        @Nullable String firmware,
        @Nullable GuestToolsStatus guestTools,
        @Nullable List<DiskStatus> disks,
        @Nullable Integer diskCount,
        @Nullable String sizeText,
        @Nullable List<NicStatus> networks,
        @Nullable List<String> policies,
        @Nullable LastBackup lastBackup,
        @Nullable LastSuccess lastSuccess,
        @Nullable List<Condition> conditions)
        implements Conditioned {

    public record PoolRef(String uuid, String name) {}

    public record GuestToolsStatus(String os, String version) {}

    /// @param chainDepth over how many images of the storage it is spread; absent where that is not told
    /// @param excludedBy why no policy that selects the VM backs it up, in a sentence
    public record DiskStatus(
            String device,
            String vdiUUID,
            String name,
            String srUUID,
            long virtualSizeBytes,
            boolean bootable,
            boolean cbtEnabled,
            @Nullable Integer chainDepth,
            @Nullable String excludedBy) {}

    public record NicStatus(String device, String mac, String networkUUID, List<String> ips) {}

    /// @param result `Complete` or `Failed`
    public record LastBackup(String name, Instant time, String result) {}

    public record LastSuccess(String name, Instant pointInTime) {}
}
