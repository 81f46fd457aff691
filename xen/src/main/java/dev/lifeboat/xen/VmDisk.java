package dev.lifeboat.xen;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A disk as a VM has it.
///
/// @param device position on the VM's bus (`userdevice`), for instance `0`
/// @param tags of the VDI
/// @param chain as far as the storage tells it and all disks were read
/// @param raw whether the storage says that it keeps the disk as a raw image, which has no room for tracking changes
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
        boolean raw) {

    public VmDisk {
        tags = Set.copyOf(tags);
    }

    /// One that is not known to be raw.
    public VmDisk(
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
        this(device, vdiUuid, name, srUuid, virtualSizeBytes, cbtEnabled, bootable, readOnly, tags, chain, false);
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
