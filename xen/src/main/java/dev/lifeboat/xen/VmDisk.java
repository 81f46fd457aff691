package dev.lifeboat.xen;

import java.util.UUID;

/// A disk as a VM has it.
///
/// @param device position on the VM's bus (`userdevice`), for instance `0`
public record VmDisk(
        String device,
        UUID vdiUuid,
        String name,
        UUID srUuid,
        long virtualSizeBytes,
        boolean cbtEnabled,
        boolean bootable,
        boolean readOnly) {}
