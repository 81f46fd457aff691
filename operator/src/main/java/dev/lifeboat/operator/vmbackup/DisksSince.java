package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What became of a VM's disks since its last recovery point, as far as that is looked at: only when they are others.
///
/// @param parent   the snapshot that ours continues from: the one that the VM was reverted to, if it was
/// @param vanished disks of the last point that the pool has no more
record DisksSince(Optional<VmSnapshot> parent, Set<UUID> vanished) {
    static final DisksSince UNCHANGED = new DisksSince(Optional.empty(), Set.of());

    DisksSince {
        vanished = Set.copyOf(vanished);
    }

    /// A revert destroys the disks and puts clones of the snapshot's in their places; sections 3.1 and 4.4 of the facts
    /// on XAPI.
    boolean reverted(EarlierPoint.Disk before, SnapshotDisk now) {
        return vanished.contains(before.vdi())
                && parent.stream()
                        .flatMap(snapshot -> snapshot.disks().stream())
                        .anyMatch(original -> original.device().equals(now.device())
                                && original.srUuid().equals(now.srUuid())
                                && original.name().equals(now.name())
                                && original.virtualSizeBytes() == now.virtualSizeBytes());
    }

    /// A disk that moves to other storage is a new disk there, and the old one goes.
    boolean moved(EarlierPoint.Disk before, SnapshotDisk now) {
        return vanished.contains(before.vdi())
                && before.sr().filter(sr -> !sr.equals(now.srUuid())).isPresent()
                && before.sizeBytes() <= now.virtualSizeBytes();
    }
}
