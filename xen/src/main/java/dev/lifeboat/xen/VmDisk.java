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

    /// One of whose format nothing is known.
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
        this(
                device,
                vdiUuid,
                name,
                srUuid,
                virtualSizeBytes,
                cbtEnabled,
                bootable,
                readOnly,
                tags,
                chain,
                ImageFormat.UNSAID);
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
