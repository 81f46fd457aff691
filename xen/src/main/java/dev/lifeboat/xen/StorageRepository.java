package dev.lifeboat.xen;

import java.util.Set;
import java.util.UUID;

/// Where disks lie.
///
/// @param writable whether it can hold disks: no ISO library, no physical drive, attached somewhere
/// @param thin whether a disk takes the space of its data only
/// @param freeBytes zero when the driver does not know
/// @param cbtSupported whether its driver can track changed blocks
/// @param hostUuids hosts that have it attached
public record StorageRepository(
        UUID uuid,
        String name,
        String type,
        boolean shared,
        boolean writable,
        boolean thin,
        long sizeBytes,
        long freeBytes,
        boolean cbtSupported,
        Set<UUID> hostUuids) {

    public StorageRepository {
        hostUuids = Set.copyOf(hostUuids);
    }
}
