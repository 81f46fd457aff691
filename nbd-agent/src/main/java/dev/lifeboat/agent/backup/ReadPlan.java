package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.Optional;

/// What of one disk is read, and why.
sealed interface ReadPlan {
    /// @param detail a sentence, when this was not what the order asked for
    record Whole(FullReason reason, Optional<String> detail) implements ReadPlan {}

    /// @param base the disk at the earlier recovery point, which holds the rest
    record Changed(DiskImage base, ChangedBlocks blocks) implements ReadPlan {}
}
