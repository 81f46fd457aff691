package dev.lifeboat.xen;

import java.util.Set;
import java.util.UUID;

/// What became of a pool between two looks.
///
/// @param inventory as it is now
/// @param changedVms new ones, and those with anything different, disks and NICs included
/// @param source how it was noticed
public record InventoryChange(Inventory inventory, Set<UUID> changedVms, Set<UUID> removedVms, Source source) {

    /// Ways to notice a change.
    public enum Source {
        /// The pool told.
        EVENTS,
        /// All was read anew, since events may have been missed.
        REREAD,
        /// All was read anew, since this pool tells no events to this user.
        POLL
    }

    public InventoryChange {
        changedVms = Set.copyOf(changedVms);
        removedVms = Set.copyOf(removedVms);
    }
}
