package dev.lifeboat.xen;

import dev.lifeboat.xen.vhd.AllocatedBlocks;
import java.io.IOException;
import java.util.UUID;

/// Streams in and out of a pool over HTTPS: disks as VHD, whole VMs as XVA, and what is said of them. Whole disks
/// without a format are [XenPool#exportRaw] and [XenPool#importRaw].
///
/// Requests are sent on to the host that has the storage. No stream can be gone on with where it broke, and
/// none can begin in its middle.
public interface PoolTransfers {

    /// Starts reading what was ever written to a disk. Disks above 2040 GiB and disks that the storage does not
    /// keep as VHD fail, at once or after some bytes.
    StreamExport exportVhd(UUID vdi);

    /// Starts reading the 2 MiB blocks of a disk that may differ from an older snapshot of it.
    StreamExport exportVhd(UUID vdi, UUID base);

    /// Which blocks of a disk were ever written: the head of a VHD export, which is then given up. The disk
    /// stays in use by the host for a moment.
    ///
    /// @throws IOException what was sent is no VHD, or was cut
    AllocatedBlocks allocatedBlocks(UUID vdi) throws IOException;

    /// Starts writing the blocks of a VHD to a disk. Of a differencing one, what it does not hold stays as it is.
    ///
    /// @param bodyBytes exactly: hosts find the footer by it
    StreamImport importVhd(UUID vdi, long bodyBytes);

    /// Starts reading a VM with its disks.
    StreamExport exportVm(VmExport export);

    /// Starts making a VM of an archive.
    VmImport importVm(ImportTarget target);

    /// Starts reading what is said of a VM, or of all: an archive of just `ova.xml`.
    StreamExport exportMetadata(MetadataExport export);

    /// Starts making VMs of an archive of just `ova.xml`, with disks that exist.
    VmImport importMetadata(MetadataImport how);
}
