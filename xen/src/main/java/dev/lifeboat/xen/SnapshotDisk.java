package dev.lifeboat.xen;

import dev.lifeboat.xen.VdiState.ImageFormat;
import java.util.UUID;

/// One disk of a snapshot, beside the live disk it shows.
///
/// @param vdiUuid the live disk; the nil UUID when that is gone
/// @param cbtEnabled whether the changed blocks between it and others of its disk can be listed
/// @param format how the storage keeps it, as far as it says
public record SnapshotDisk(
        String device,
        UUID vdiUuid,
        UUID snapshotVdiUuid,
        String name,
        UUID srUuid,
        long virtualSizeBytes,
        boolean cbtEnabled,
        ImageFormat format) {

    /// One of whose format nothing is known.
    public SnapshotDisk(
            String device,
            UUID vdiUuid,
            UUID snapshotVdiUuid,
            String name,
            UUID srUuid,
            long virtualSizeBytes,
            boolean cbtEnabled) {
        this(device, vdiUuid, snapshotVdiUuid, name, srUuid, virtualSizeBytes, cbtEnabled, ImageFormat.UNSAID);
    }
}
