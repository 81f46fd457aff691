package dev.lifeboat.xen.vhd;

import java.util.Optional;
import java.util.UUID;

/// What a VHD says of the disk in it.
///
/// @param sizeBytes a multiple of 512, at most 2040 GiB
/// @param uuid of the file, not of the disk: XAPI makes one up for each export
/// @param parent of a differencing disk: what is not in this stream is as it is there. Without one, it is zero
public record VhdImage(long sizeBytes, UUID uuid, Optional<VhdParent> parent) {

    /// What the format can address, and what XAPI allows.
    public static final long LARGEST_BYTES = 2040L << 30;

    public VhdImage {
        if (sizeBytes <= 0 || sizeBytes > LARGEST_BYTES || sizeBytes % Layout.SECTOR_BYTES != 0) {
            throw new IllegalArgumentException("A VHD cannot hold a disk of " + sizeBytes
                    + " bytes: it takes whole sectors of 512 bytes, from one to 2040 GiB of them");
        }
    }
}
