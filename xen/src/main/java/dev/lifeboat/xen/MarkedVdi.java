package dev.lifeboat.xen;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A snapshot VDI of ours, or the change metadata that is left of one; also a disk that a restore made and did not
/// attach.
///
/// @param snapshotOf the live disk, if it still exists
/// @param type `cbt_metadata` when the data is destroyed, else the disk's own type
/// @param usedBytes what it takes on its storage
public record MarkedVdi(
        UUID uuid,
        Optional<UUID> snapshotOf,
        String type,
        boolean cbtEnabled,
        long virtualSizeBytes,
        long usedBytes,
        Map<String, String> markers) {

    public static final String CBT_METADATA = "cbt_metadata";

    public MarkedVdi {
        markers = Map.copyOf(markers);
    }

    /// One whose place on the storage nobody asks about.
    public MarkedVdi(
            UUID uuid,
            Optional<UUID> snapshotOf,
            String type,
            boolean cbtEnabled,
            long virtualSizeBytes,
            Map<String, String> markers) {
        this(uuid, snapshotOf, type, cbtEnabled, virtualSizeBytes, 0, markers);
    }

    /// Whether only change metadata is left of it.
    public boolean metadataOnly() {
        return type.equals(CBT_METADATA);
    }
}
