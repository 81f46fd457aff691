package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.List;
import java.util.Optional;

/// What of one disk is read, and why.
sealed interface ReadPlan {
    /// @param sizeBytes of the disk
    default long bytesToRead(long sizeBytes) {
        return switch (this) {
            case Whole _ -> sizeBytes;
            case Changed changed -> changed.blocks().changedBytes();
        };
    }

    /// @param detail a sentence, when this was not what the order asked for
    record Whole(FullReason reason, Optional<String> detail) implements ReadPlan {}

    /// @param base the disk at the earlier recovery point, which holds the rest
    /// @param damagedBytes of the disk, read besides what changed because the base's content there is marked as
    ///     damaged
    record Changed(DiskImage base, ChangedBlocks blocks, long damagedBytes) implements ReadPlan {

        /// The same, and what the base has lost.
        Changed readingAgain(List<Extent> ranges) {
            var all = MoreBlocks.of(blocks, ranges);
            return new Changed(base, all, all.changedBytes() - blocks.changedBytes());
        }

        /// What changed-block tracking reported.
        long changedBytes() {
            return blocks.changedBytes() - damagedBytes;
        }
    }
}
