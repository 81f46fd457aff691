package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What one pass sees on the pool, and what it must know beside it.
///
/// @param rival     another backup or restore that has this VM, by its label
/// @param snapshots snapshots of this VM that backups of this namespace made, this one's among them
/// @param unmarked  snapshots with this one's name that a crash left without markers
/// @param vdis      snapshot disks and CBT metadata with the same marks
/// @param history   earlier recovery points of this VM, newest first
/// @param since     what became of the disks of the last one
/// @param room      of the storage; looked at only where a snapshot is to be taken
/// @param successorExpected whether another backup will want to read changes since this one
/// @param repositoryId of the storage; absent while its BackupStorage is not ready
record PoolView(
        VmLookup vm,
        PoolTraits traits,
        Optional<String> rival,
        Optional<String> repositoryId,
        List<VmSnapshot> snapshots,
        List<UUID> unmarked,
        List<MarkedVdi> vdis,
        List<EarlierPoint> history,
        DisksSince since,
        StorageRoom room,
        boolean successorExpected) {

    PoolView {
        snapshots = List.copyOf(snapshots);
        unmarked = List.copyOf(unmarked);
        vdis = List.copyOf(vdis);
        history = List.copyOf(history);
    }

    /// Before it is written down which VM is meant, nothing of it is looked for.
    static PoolView withoutVm(VmLookup vm, PoolTraits traits, Optional<String> repositoryId) {
        return new PoolView(
                vm,
                traits,
                Optional.empty(),
                repositoryId,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                DisksSince.UNCHANGED,
                StorageRoom.NOT_LOOKED_AT,
                false);
    }
}
