package dev.lifeboat.xen;

import java.time.Duration;
import java.util.Optional;

/// A pool that is followed as it changes. For one thread at a time.
///
/// Changes are heard of within a second or so where the pool tells them (`event.from`, section 2.5 of the facts on
/// XAPI), and within a minute where it does not and is read again and again. Whatever happens to session, pool
/// master or the stream of events, the next inventory is right again: nothing is missed but states that passed in
/// between.
public interface PoolWatch extends AutoCloseable {

    /// The pool as it was last heard of.
    Inventory inventory();

    /// Waits for a change of the inventory.
    ///
    /// @param atMost how long; more than a minute is a minute
    /// @return empty when nothing of interest changed in that time, or before it was over
    /// @throws XenException the pool cannot be read now; calling again goes on, after a pause that grows
    Optional<InventoryChange> next(Duration atMost);

    /// Stops following. The pool is not told; nothing there waits.
    @Override
    void close();
}
