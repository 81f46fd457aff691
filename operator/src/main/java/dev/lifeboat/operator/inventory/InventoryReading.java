package dev.lifeboat.operator.inventory;

import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.PoolCapabilities;
import java.time.Instant;

/// A pool as it was at one time.
///
/// @param generation of the XenHypervisor that it was read with
public record InventoryReading(Instant at, long generation, Inventory inventory, PoolCapabilities capabilities) {}
