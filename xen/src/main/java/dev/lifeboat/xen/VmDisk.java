package dev.lifeboat.xen;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A disk as a VM has it.
///
/// @param device position on the VM's bus (`userdevice`), for instance `0`
/// @param tags of the VDI
/// @param chain as far as the storage tells it and all disks were read
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
        Optional<DiskChain> chain) {

    public VmDisk {
        tags = Set.copyOf(tags);
    }

    /// One without tags, of whose images nothing is known.
    public VmDisk(
            String device,
            UUID vdiUuid,
            String name,
            UUID srUuid,
            long virtualSizeBytes,
            boolean cbtEnabled,
            boolean bootable,
            boolean readOnly) {
        this(
                device,
                vdiUuid,
                name,
                srUuid,
                virtualSizeBytes,
                cbtEnabled,
                bootable,
                readOnly,
                Set.of(),
                Optional.empty());
    }
}
