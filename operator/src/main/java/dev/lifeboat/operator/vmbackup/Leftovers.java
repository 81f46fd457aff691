package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Things of ours on the pool that have to go.
///
/// @param snapshots snapshot VMs, with their disks
/// @param vdis      single disks or CBT metadata whose snapshot VM is gone
record Leftovers(List<UUID> snapshots, List<UUID> vdis) {
    static final Leftovers NONE = new Leftovers(List.of(), List.of());

    Leftovers {
        snapshots = List.copyOf(snapshots);
        vdis = List.copyOf(vdis);
    }

    /// Disks that a snapshot still has go with it, so they are not named again.
    static Leftovers of(List<VmSnapshot> snapshots, List<MarkedVdi> vdis) {
        Set<UUID> held = new HashSet<>();
        snapshots.forEach(snapshot -> snapshot.disks().forEach(disk -> held.add(disk.snapshotVdiUuid())));
        return new Leftovers(
                snapshots.stream().map(VmSnapshot::uuid).toList(),
                vdis.stream()
                        .map(MarkedVdi::uuid)
                        .filter(vdi -> !held.contains(vdi))
                        .toList());
    }

    Leftovers and(List<UUID> moreSnapshots) {
        return new Leftovers(
                Stream.concat(snapshots.stream(), moreSnapshots.stream())
                        .distinct()
                        .toList(),
                vdis);
    }

    boolean isEmpty() {
        return snapshots.isEmpty() && vdis.isEmpty();
    }
}
