package dev.lifeboat.xen;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A snapshot VDI of ours, or the change metadata that is left of one.
///
/// @param snapshotOf the live disk, if it still exists
/// @param type `cbt_metadata` when the data is destroyed, else the disk's own type
public record MarkedVdi(
        UUID uuid,
        Optional<UUID> snapshotOf,
        String type,
        boolean cbtEnabled,
        long virtualSizeBytes,
        Map<String, String> markers) {

    public static final String CBT_METADATA = "cbt_metadata";

    public MarkedVdi {
        markers = Map.copyOf(markers);
    }

    /// Whether only change metadata is left of it.
    public boolean metadataOnly() {
        return type.equals(CBT_METADATA);
    }
}
