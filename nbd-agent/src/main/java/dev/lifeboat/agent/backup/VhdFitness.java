package dev.lifeboat.agent.backup;

import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import dev.lifeboat.xen.vhd.VhdImage;
import dev.lifeboat.xen.vhd.VhdReader;
import java.util.Optional;

/// Whether a disk can come as VHD, and whether the VHD that came is of that disk.
final class VhdFitness {

    private VhdFitness() {}

    /// Why a disk has no VHD, where that is known without asking for one.
    static Optional<String> obstacle(VdiState vdi) {
        if (vdi.virtualSizeBytes() > VhdImage.LARGEST_BYTES) {
            return Optional.of("no VHD holds " + vdi.virtualSizeBytes() + " bytes");
        }
        return switch (vdi.format()) {
            case RAW, QCOW2 -> Optional.of("the storage keeps it as " + vdi.format() + ", not as VHD");
            case VHD, UNSAID -> Optional.empty();
        };
    }

    /// What the table of a whole VHD says of a disk of this size; empty if it is that of a difference, or of another
    /// disk.
    static Optional<Contents> contents(VhdReader reader, long diskBytes) {
        return reader.image().parent().isEmpty() && fits(reader.allocated(), diskBytes)
                ? Optional.of(new Contents.Allocated(reader.allocated()))
                : Optional.empty();
    }

    /// Hosts round the size up to whole blocks. Blocks have to be whole cells, or runs would not be whole pieces.
    static boolean fits(AllocatedBlocks blocks, long diskBytes) {
        long rounded = Math.ceilDiv(diskBytes, (long) blocks.blockBytes()) * blocks.blockBytes();
        return blocks.blockBytes() % Geometry.STANDARD.cellBytes() == 0
                && blocks.diskSizeBytes() >= diskBytes
                && blocks.diskSizeBytes() <= rounded;
    }
}
