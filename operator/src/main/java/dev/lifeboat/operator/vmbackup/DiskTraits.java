package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.vhd.VhdImage;
import java.util.UUID;

/// What of a disk says how it can be read.
///
/// @param tracked whether changes of it are tracked
record DiskTraits(UUID sr, long sizeBytes, boolean tracked, ImageFormat format) {
    static DiskTraits of(VmDisk disk) {
        return new DiskTraits(disk.srUuid(), disk.virtualSizeBytes(), disk.cbtEnabled(), disk.format());
    }

    static DiskTraits of(SnapshotDisk disk) {
        return new DiskTraits(disk.srUuid(), disk.virtualSizeBytes(), disk.cbtEnabled(), disk.format());
    }

    boolean trackable(PoolTraits pool) {
        return pool.tracks()
                && (tracked || (pool.enableOnFirstBackup() && pool.cbtSrs().contains(sr)));
    }

    /// Whether the pool gives differences of it: those come as VHD. Most storage does not say what it keeps, and nearly
    /// all of that is VHD.
    boolean differs() {
        return sizeBytes <= VhdImage.LARGEST_BYTES
                && switch (format) {
                    case VHD, UNSAID -> true;
                    case QCOW2, RAW -> false;
                };
    }
}
