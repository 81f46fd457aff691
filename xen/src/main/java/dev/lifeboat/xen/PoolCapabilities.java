package dev.lifeboat.xen;

import java.util.List;

/// What a pool can do.
///
/// @param cbt whether changed blocks can be tracked by version, licence and at least one storage repository
/// @param ignoreVdis whether a snapshot can leave disks out; where not, excluded disks are snapshotted and
/// removed again
/// @param quiesce whether the pool can make a guest settle its file systems first (8.0 and earlier)
/// @param vtpm whether VMs can have a virtual TPM
/// @param explanations a sentence for each thing that is missing, with what to do
public record PoolCapabilities(
        boolean cbt, NbdState nbd, boolean ignoreVdis, boolean quiesce, boolean vtpm, List<String> explanations) {

    public PoolCapabilities {
        explanations = List.copyOf(explanations);
    }
}
