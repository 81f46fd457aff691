package dev.lifeboat.operator.inventory;

import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.PoolCapabilities;
import java.time.Instant;
import java.util.List;

/// A pool as it was at one time.
///
/// @param generation of the XenHypervisor that it was read with
/// @param nbd        how the pool's NBD servers answered us
public record InventoryReading(
        Instant at, long generation, Inventory inventory, PoolCapabilities capabilities, List<NbdCheck> nbd) {
    public InventoryReading {
        nbd = List.copyOf(nbd);
    }
}
