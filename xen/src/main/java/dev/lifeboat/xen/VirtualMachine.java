package dev.lifeboat.xen;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A VM and what hangs on it.
///
/// @param firmware `bios` or `uefi`
/// @param disks in order of their device; no CDs, no empty drives
/// @param currentOperations what the pool is doing with it, for instance `pool_migrate`
public record VirtualMachine(
        UUID uuid,
        String name,
        String description,
        PowerState powerState,
        Optional<UUID> hostUuid,
        Set<String> tags,
        long memoryBytes,
        int vcpus,
        String firmware,
        Optional<GuestTools> guestTools,
        List<VmDisk> disks,
        List<VmNic> nics,
        Set<String> currentOperations,
        Map<String, String> otherConfig) {

    public VirtualMachine {
        tags = Set.copyOf(tags);
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        currentOperations = Set.copyOf(currentOperations);
        otherConfig = Map.copyOf(otherConfig);
    }
}
