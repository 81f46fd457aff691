package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus.Kind;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VmSnapshot;

/// What becomes of a snapshot whose data is in the repository.
enum SnapshotFate {
    KeepData(Kind.Data),
    KeepMetadata(Kind.MetadataOnly),
    Destroy(Kind.None);

    private final Kind leaves;

    SnapshotFate(Kind leaves) {
        this.leaves = leaves;
    }

    Kind leaves() {
        return leaves;
    }

    /// Metadata is worth keeping only where changes are tracked.
    static SnapshotFate of(Remnant remnant, VmSnapshot snapshot) {
        return switch (remnant) {
            case Data -> KeepData;
            case Nothing -> Destroy;
            case Metadata -> snapshot.disks().stream().anyMatch(SnapshotDisk::cbtEnabled) ? KeepMetadata : Destroy;
        };
    }
}
