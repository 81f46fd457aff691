package dev.lifeboat.agent.api;

import java.util.UUID;

/// One disk of a [BackupOrder].
///
/// @param device          the position on the VM, XAPI's `userdevice`
/// @param vdiUuid         the live disk
/// @param snapshotVdiUuid the disk to read
/// @param sizeBytes       the virtual size of the snapshot disk
public record DiskBackup(
        String device,
        UUID vdiUuid,
        UUID snapshotVdiUuid,
        String name,
        long sizeBytes,
        boolean bootable,
        DiskRead read) {}
