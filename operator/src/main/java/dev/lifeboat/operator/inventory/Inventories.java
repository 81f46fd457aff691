package dev.lifeboat.operator.inventory;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.xen.Inventory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The last reading of each pool. One that is old is still the best there is while a pool cannot be reached.
public final class Inventories {
    private final Map<String, InventoryReading> readings = new ConcurrentHashMap<>();

    public Optional<InventoryReading> of(XenHypervisor hypervisor) {
        return Optional.ofNullable(readings.get(hypervisor.getMetadata().getUid()));
    }

    /// What changed since the last reading; nothing when there was none yet.
    void heard(XenHypervisor hypervisor, Inventory inventory) {
        readings.computeIfPresent(
                hypervisor.getMetadata().getUid(),
                (_, last) ->
                        new InventoryReading(last.at(), last.generation(), inventory, last.capabilities(), last.nbd()));
    }

    public void keep(XenHypervisor hypervisor, InventoryReading reading) {
        readings.put(hypervisor.getMetadata().getUid(), reading);
    }
}
