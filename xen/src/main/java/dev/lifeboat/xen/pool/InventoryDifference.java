package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.VirtualMachine;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Compares two looks at a pool.
final class InventoryDifference {

    private InventoryDifference() {}

    /// Empty when nothing differs.
    static Optional<InventoryChange> between(Inventory before, Inventory after, InventoryChange.Source source) {
        if (before.equals(after)) {
            return Optional.empty();
        }
        var unchanged = new HashSet<>(before.vms());
        var changed = after.vms().stream()
                .filter(vm -> !unchanged.contains(vm))
                .map(VirtualMachine::uuid)
                .collect(Collectors.toUnmodifiableSet());
        var removed = new HashSet<>(uuids(before));
        removed.removeAll(uuids(after));
        return Optional.of(new InventoryChange(after, changed, removed, source));
    }

    private static Set<UUID> uuids(Inventory inventory) {
        return inventory.vms().stream().map(VirtualMachine::uuid).collect(Collectors.toUnmodifiableSet());
    }
}
