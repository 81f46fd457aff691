package dev.lifeboat.agent.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Create a VM from a recovery point and fill its disks. The VM is created with its start blocked and with the given
/// markers, under a temporary name; whoever gave the order releases it.
///
/// @param markers      `other_config` entries by which the VM is found again; a VM that already carries them is a
///                     leftover of an earlier attempt and is destroyed first
/// @param defaultSr    where disks go that `srByDevice` does not name; absent means the pool's default SR
/// @param srByDevice   target SR of single disks
/// @param skipDevices  disks that are not restored
/// @param networks     source network uuid to target network uuid
/// @param preserveMacs whether NICs keep their MAC address
/// @param route        how the VM gets there
public record RestoreOrder(
        String orderId,
        PoolAccess pool,
        RepositoryAccess repository,
        Transfer transfer,
        UUID sourceVmUuid,
        String pointId,
        String temporaryName,
        String description,
        Map<String, String> markers,
        Optional<UUID> defaultSr,
        Map<String, UUID> srByDevice,
        List<String> skipDevices,
        Map<UUID, UUID> networks,
        UnmappedNetwork unmappedNetwork,
        boolean preserveMacs,
        RestoreRoute route)
        implements Order {

    public RestoreOrder {
        markers = Map.copyOf(markers);
        srByDevice = Map.copyOf(srByDevice);
        skipDevices = List.copyOf(skipDevices);
        networks = Map.copyOf(networks);
    }

    /// What becomes of a NIC whose network is neither mapped nor present in the target pool.
    public enum UnmappedNetwork {
        Fail,
        Disconnect,
        MatchByName
    }
}
