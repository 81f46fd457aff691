package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.api.RestoreRoute.Disks.Format;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.vhd.VhdImage;
import java.util.Locale;
import java.util.Set;

/// How a disk is sent to a pool: facts on XAPI, section 6.6.
enum DiskSink {
    /// Ranges of content.
    CHUNKED,
    /// Blocks of 2 MiB that have content.
    VHD,
    /// Every byte.
    RAW;

    /// Types of storage repositories whose new disks read as zeros, so that holes need not be sent.
    private static final Set<String> ZEROED = Set.of(
            "ext",
            "file",
            "nfs",
            "lvm",
            "lvmoiscsi",
            "lvmohba",
            "lvmofcoe",
            "smb",
            "cifs",
            "xfs",
            "zfs",
            "largeblock",
            "glusterfs",
            "cephfs",
            "moosefs",
            "ext4");

    /// What leaves holes out is taken only where new disks are zeroed, whatever was asked for.
    static DiskSink of(Format wanted, StorageRepository target, DiskImage image) {
        boolean zeroed = ZEROED.contains(target.type().toLowerCase(Locale.ROOT));
        if (!zeroed || wanted == Format.Raw) {
            return RAW;
        }
        return wanted == Format.Vhd && image.sizeBytes() <= VhdImage.LARGEST_BYTES ? VHD : CHUNKED;
    }
}
