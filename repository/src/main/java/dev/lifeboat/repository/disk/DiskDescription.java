package dev.lifeboat.repository.disk;

import java.util.UUID;

/// Whose disk it is: what a restore needs besides the bytes.
///
/// @param device where the virtual machine sees it, as the hypervisor counts (`0`, `xvda`)
/// @param vdiUuid the disk that was backed up
public record DiskDescription(String device, UUID vdiUuid, String name, long sizeBytes, boolean bootable) {

    public DiskDescription {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("Disk " + vdiUuid + ": a size of " + sizeBytes + " bytes");
        }
    }
}
