package dev.lifeboat.xen;

import dev.lifeboat.xen.VdiState.ImageFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A disk as a VM has it.
///
/// @param device position on the VM's bus (`userdevice`), for instance `0`
/// @param tags of the VDI
/// @param chain as far as the storage tells it and all disks were read
/// @param format how the storage keeps it, as far as it says
public record VmDisk(
        String device,
        UUID vdiUuid,
        String name,
        UUID srUuid,
        long virtualSizeBytes,
        boolean cbtEnabled,
        boolean bootable,
        boolean readOnly,
        Set<String> tags,
        Optional<DiskChain> chain,
        ImageFormat format) {

    public VmDisk {
        tags = Set.copyOf(tags);
    }

    /// Whether the storage says that it keeps the disk as a raw image, which has no room for tracking changes.
    public boolean raw() {
        return !cbtEnabled && format == ImageFormat.RAW;
    }
}
