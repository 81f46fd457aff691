package dev.lifeboat.agent.api;

import java.util.List;
import java.util.UUID;

/// A VM was created and its disks are filled; it is not released yet.
///
/// @param writtenBytes  sent to the pool
/// @param verifiedBytes read from the repository and checked against their hash
public record RestoreReport(
        String orderId, UUID vmUuid, long seconds, long writtenBytes, long verifiedBytes, List<RestoredDisk> disks)
        implements Report {

    public RestoreReport {
        disks = List.copyOf(disks);
    }

    /// @param device on the VM
    public record RestoredDisk(String device, UUID vdiUuid, long sizeBytes, long writtenBytes) {}
}
