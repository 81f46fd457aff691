package dev.lifeboat.xen;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The pool cannot say what changed between two VDIs. The disk has to be read whole.
public final class ChangedBlocksUnavailableException extends XenException {

    /// Why not.
    public enum Reason {
        /// Tracking is off on one of the two: switched off, or by the pool after a crash or full storage.
        CBT_DISABLED,
        /// The base no longer exists.
        BASE_MISSING,
        /// The two have no unbroken line of change logs between them.
        CHAIN_BROKEN,
        /// They are not snapshots of the same disk: it was reverted, moved or replaced.
        DISK_REPLACED,
        /// The disk became smaller, or grew in a way that its log did not follow.
        DISK_RESIZED,
        /// Licence, role or storage do not permit it.
        NOT_ALLOWED
    }

    private final Reason reason;

    public ChangedBlocksUnavailableException(
            UUID fromVdi, UUID toVdi, Reason reason, String why, @Nullable Throwable cause) {
        super(
                "Changed blocks from VDI " + fromVdi + " to VDI " + toVdi + " are not available: " + why
                        + ". The disk has to be read whole",
                cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Kind kind() {
        return Kind.FALLBACK;
    }
}
