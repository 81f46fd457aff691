package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestoreReason;

/// Whether a restore may start now.
sealed interface Gate {
    record Open() implements Gate {}

    /// @param reason  what it waits for
    /// @param message the same for people
    record Closed(VmRestoreReason reason, String message) implements Gate {}

    /// It will never be possible.
    record Refused(VmRestoreReason reason, String message) implements Gate {}
}
