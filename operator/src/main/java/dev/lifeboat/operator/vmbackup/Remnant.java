package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VmSnapshot;

/// What stays of a snapshot once its data is in the repository: what the next backup needs, or the user wants.
enum Remnant {
    Data(SnapshotStatus.Kind.Data),
    Metadata(SnapshotStatus.Kind.MetadataOnly),
    Nothing(SnapshotStatus.Kind.None);

    private final SnapshotStatus.Kind word;

    Remnant(SnapshotStatus.Kind word) {
        this.word = word;
    }

    /// @param useful whether another backup is to be expected that can read changes since this one
    static Remnant of(Reference reference, boolean useful) {
        return switch (reference) {
            case KeepData -> Data;
            case MetadataOnly -> Metadata;
            case None -> Nothing;
            case Auto -> useful ? Metadata : Nothing;
        };
    }

    /// The same, as far as this snapshot has it: there is metadata only where changes are tracked.
    Remnant of(VmSnapshot snapshot) {
        return this == Metadata && snapshot.disks().stream().noneMatch(SnapshotDisk::cbtEnabled) ? Nothing : this;
    }

    /// What a status calls it.
    SnapshotStatus.Kind word() {
        return word;
    }
}
