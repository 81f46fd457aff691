package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What every way of making or removing a VM has in common.
public final class VmEntities {
    private VmEntities() {}

    public static Entity newMetrics(Pool pool, long cpus) {
        return pool.database()
                .insert(
                        "VM_metrics",
                        Map.of(
                                "memory_actual",
                                0L,
                                "VCPUs_number",
                                cpus,
                                "last_updated",
                                pool.clock().instant(),
                                "current_domain_type",
                                "unspecified"));
    }

    public static String newGenerationId() {
        var random = UUID.randomUUID();
        return random.getMostSignificantBits() + ":" + random.getLeastSignificantBits();
    }

    /// Removes the VM's record and devices; its disks and snapshots stay.
    public static void remove(Entity vm) {
        var parent = vm.text("parent");
        vm.followAll("children").forEach(child -> child.set("parent", parent));
        List.of("VBDs", "VIFs", "VGPUs", "VUSBs", "VTPMs")
                .forEach(devices -> vm.followAll(devices).forEach(Entity::delete));
        vm.follow("metrics").ifPresent(Entity::delete);
        vm.follow("guest_metrics").ifPresent(Entity::delete);
        vm.delete();
    }
}
