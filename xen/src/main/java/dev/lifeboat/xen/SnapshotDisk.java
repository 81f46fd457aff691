package dev.lifeboat.xen;

import java.util.UUID;

/// One disk of a snapshot, beside the live disk it shows.
///
/// @param vdiUuid the live disk; the nil UUID when that is gone
/// @param cbtEnabled whether the snapshot can be compared with others of its disk
public record SnapshotDisk(
        String device,
        UUID vdiUuid,
        UUID snapshotVdiUuid,
        String name,
        UUID srUuid,
        long virtualSizeBytes,
        boolean cbtEnabled) {}
