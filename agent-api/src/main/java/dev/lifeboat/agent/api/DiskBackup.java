package dev.lifeboat.agent.api;

import java.util.UUID;

/// One disk of a [BackupOrder].
///
/// @param device          the position on the VM, XAPI's `userdevice`
/// @param vdiUuid         the live disk
/// @param snapshotVdiUuid the disk to read
/// @param sizeBytes       the virtual size of the snapshot disk
/// @param read            what of it is read
/// @param route           and how it gets here
public record DiskBackup(
        String device,
        UUID vdiUuid,
        UUID snapshotVdiUuid,
        String name,
        long sizeBytes,
        boolean bootable,
        DiskRead read,
        DiskRoute route) {

    public DiskBackup {
        boolean streamsChanges = route == DiskRoute.Nbd || route == DiskRoute.VhdStream;
        if (read instanceof DiskRead.Changed && !streamsChanges) {
            throw new IllegalArgumentException("Disk " + device + ": the route " + route
                    + " has all of a disk; for just what changed take Nbd or VhdStream");
        }
    }

    /// Over NBD.
    public DiskBackup(
            String device,
            UUID vdiUuid,
            UUID snapshotVdiUuid,
            String name,
            long sizeBytes,
            boolean bootable,
            DiskRead read) {
        this(device, vdiUuid, snapshotVdiUuid, name, sizeBytes, bootable, read, DiskRoute.Nbd);
    }
}
