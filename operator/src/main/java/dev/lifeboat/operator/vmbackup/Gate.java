package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupReason;

/// Whether a backup may start now.
sealed interface Gate {
    record Open() implements Gate {}

    /// @param reason  what it waits for
    /// @param message the same for people
    record Closed(VmBackupReason reason, String message) implements Gate {}
}
