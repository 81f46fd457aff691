package dev.lifeboat.agent.api;

import java.util.List;
import java.util.UUID;

/// A VM was created and its disks are filled; it is not released yet.
///
/// @param writtenBytes  sent to the pool
/// @param caveats       what the VM has not, or not as the original had it: a sentence each
/// @param missing       disks that the source VM had and its backup did without
/// @param verifiedBytes read from the repository and checked against their hash
public record RestoreReport(
        String orderId,
        UUID vmUuid,
        long seconds,
        long writtenBytes,
        long verifiedBytes,
        List<RestoredDisk> disks,
        List<ExcludedDisk> missing,
        List<String> caveats)
        implements Report {

    public RestoreReport {
        disks = List.copyOf(disks);
        missing = List.copyOf(missing);
        caveats = List.copyOf(caveats);
    }

    /// Of a VM that lacks nothing.
    public RestoreReport(
            String orderId,
            UUID vmUuid,
            long seconds,
            long writtenBytes,
            long verifiedBytes,
            List<RestoredDisk> disks,
            List<ExcludedDisk> missing) {
        this(orderId, vmUuid, seconds, writtenBytes, verifiedBytes, disks, missing, List.of());
    }

    /// @param device on the VM
    public record RestoredDisk(String device, UUID vdiUuid, long sizeBytes, long writtenBytes) {}
}
