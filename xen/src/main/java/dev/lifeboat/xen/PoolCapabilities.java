package dev.lifeboat.xen;

import java.util.List;

/// What a pool can do.
///
/// @param cbt whether changed blocks can be tracked by version, licence and at least one storage repository
/// @param ignoreVdis whether a snapshot can leave disks out; where not, excluded disks are snapshotted and
/// removed again
/// @param quiesce whether the pool can make a guest settle its file systems first (8.0 and earlier)
/// @param vtpm whether VMs can have a virtual TPM
/// @param zstd whether whole VMs can be exported with zstd compression
/// @param qcow2 whether some storage driver keeps disks of more than 2040 GiB in images
/// @param transferNetworks those that NBD is open on
/// @param hostAddresses that the hosts have now, on any network
/// @param shortcomings one for each thing that is missing
public record PoolCapabilities(
        boolean cbt,
        NbdState nbd,
        boolean ignoreVdis,
        boolean quiesce,
        boolean vtpm,
        boolean zstd,
        boolean qcow2,
        List<Network> transferNetworks,
        List<HostAddress> hostAddresses,
        List<Shortcoming> shortcomings) {

    public PoolCapabilities {
        transferNetworks = List.copyOf(transferNetworks);
        hostAddresses = List.copyOf(hostAddresses);
        shortcomings = List.copyOf(shortcomings);
    }

    /// A pool of which nothing is known about compression, image formats and transfer networks.
    public PoolCapabilities(
            boolean cbt,
            NbdState nbd,
            boolean ignoreVdis,
            boolean quiesce,
            boolean vtpm,
            List<Shortcoming> shortcomings) {
        this(cbt, nbd, ignoreVdis, quiesce, vtpm, false, false, List.of(), List.of(), shortcomings);
    }

    /// Sentences on each thing that is missing: what it means, and what to do.
    public List<String> explanations() {
        return shortcomings.stream().map(Shortcoming::sentences).toList();
    }
}
