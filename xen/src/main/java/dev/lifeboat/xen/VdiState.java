package dev.lifeboat.xen;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A virtual disk.
///
/// @param snapshotOf the live disk, when this is a snapshot and the disk still exists
/// @param format how the storage keeps it, as far as it says
public record VdiState(
        UUID uuid,
        String name,
        String type,
        long virtualSizeBytes,
        boolean cbtEnabled,
        Optional<UUID> snapshotOf,
        UUID srUuid,
        ImageFormat format,
        Map<String, String> otherConfig) {

    public VdiState {
        otherConfig = Map.copyOf(otherConfig);
    }

    /// What a disk is kept as.
    public enum ImageFormat {
        VHD,
        QCOW2,
        RAW,
        /// Most drivers say nothing; nearly all of them have VHD.
        UNSAID
    }
}
