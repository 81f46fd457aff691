package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What of one disk is read, and why.
sealed interface ReadPlan {

    /// Known before the first byte is read.
    sealed interface Decided extends ReadPlan {}
    /// At most, as long as nobody has asked what was ever written, or how much a difference is.
    ///
    /// @param sizeBytes of the disk
    default long bytesToRead(long sizeBytes) {
        return switch (this) {
            case Whole _, Difference _ -> sizeBytes;
            case Changed changed -> changed.blocks().changedBytes();
        };
    }

    /// @param detail a sentence, when this was not what the order asked for
    record Whole(FullReason reason, Optional<String> detail) implements Decided {
        /// The same with one more sentence.
        Whole because(String more) {
            return new Whole(
                    reason, Optional.of(detail.map(text -> text + ". " + more).orElse(more)));
        }
    }

    /// What differs from a snapshot that is on the pool still: which blocks that is, the stream says when it begins.
    ///
    /// @param base    the disk at the earlier recovery point, which holds the rest
    /// @param baseVdi the snapshot that the base was taken from
    record Difference(DiskImage base, UUID baseVdi) implements ReadPlan {}

    /// @param base the disk at the earlier recovery point, which holds the rest
    /// @param damagedBytes of the disk, read besides what changed because the base's content there is marked as
    ///     damaged
    record Changed(DiskImage base, ChangedBlocks blocks, long damagedBytes) implements Decided {

        /// The same, and what the base has lost.
        Changed readingAgain(List<Extent> ranges) {
            var all = AsIfChanged.besides(blocks, ranges);
            return new Changed(base, all, all.changedBytes() - blocks.changedBytes());
        }

        /// What changed-block tracking reported.
        long changedBytes() {
            return blocks.changedBytes() - damagedBytes;
        }
    }
}
