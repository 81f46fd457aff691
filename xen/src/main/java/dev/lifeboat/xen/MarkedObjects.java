package dev.lifeboat.xen;

import java.util.List;

/// What in a pool carries markers of ours.
///
/// @param snapshots     snapshot VMs
/// @param snapshotDisks snapshot VDIs and change metadata, whether or not their snapshot VM is still there
/// @param vms           ordinary VMs that restores made; a released one keeps its markers, and so do its clones
/// @param detachedDisks that restores made and that hang on no VM
/// @param tasks         that run, or ran not long ago
public record MarkedObjects(
        List<VmSnapshot> snapshots,
        List<MarkedVdi> snapshotDisks,
        List<VirtualMachine> vms,
        List<MarkedVdi> detachedDisks,
        List<PoolTask> tasks) {

    public MarkedObjects {
        snapshots = List.copyOf(snapshots);
        snapshotDisks = List.copyOf(snapshotDisks);
        vms = List.copyOf(vms);
        detachedDisks = List.copyOf(detachedDisks);
        tasks = List.copyOf(tasks);
    }
}
