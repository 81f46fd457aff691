package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.SnapshotSpec.Reference;

/// What of a snapshot the next backup needs, or the user wants.
enum Remnant {
    Data,
    Metadata,
    Nothing;

    /// @param useful whether another backup is to be expected that can read changes since this one
    static Remnant of(Reference reference, boolean useful) {
        return switch (reference) {
            case KeepData -> Data;
            case MetadataOnly -> Metadata;
            case None -> Nothing;
            case Auto -> useful ? Metadata : Nothing;
        };
    }
}
