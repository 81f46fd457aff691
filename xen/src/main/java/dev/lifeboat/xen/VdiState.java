package dev.lifeboat.xen;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A virtual disk.
///
/// @param snapshotOf the live disk, when this is a snapshot and the disk still exists
public record VdiState(
        UUID uuid,
        String name,
        String type,
        long virtualSizeBytes,
        boolean cbtEnabled,
        Optional<UUID> snapshotOf,
        UUID srUuid,
        Map<String, String> otherConfig) {

    public VdiState {
        otherConfig = Map.copyOf(otherConfig);
    }
}
