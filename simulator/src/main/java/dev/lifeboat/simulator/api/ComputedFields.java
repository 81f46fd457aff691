package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.profile.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fields that follow from the state of others.
final class ComputedFields {
    /// What a repository allows, by what its driver can do.
    private static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("vdi_create", "VDI_CREATE"),
            Map.entry("vdi_destroy", "VDI_DELETE"),
            Map.entry("vdi_resize", "VDI_RESIZE"),
            Map.entry("vdi_clone", "VDI_CLONE"),
            Map.entry("vdi_snapshot", "VDI_SNAPSHOT"),
            Map.entry("vdi_mirror", "VDI_MIRROR"),
            Map.entry("vdi_enable_cbt", "VDI_CONFIG_CBT"),
            Map.entry("vdi_disable_cbt", "VDI_CONFIG_CBT"),
            Map.entry("vdi_data_destroy", "VDI_CONFIG_CBT"),
            Map.entry("vdi_list_changed_blocks", "VDI_CONFIG_CBT"),
            Map.entry("vdi_set_on_boot", "VDI_RESET_ON_BOOT"));

    private final Pool pool;

    ComputedFields(Pool pool) {
        this.pool = pool;
    }

    void install() {
        var database = pool.database();
        boolean tracking = pool.profile().has(Feature.CHANGED_BLOCKS);
        var store = pool.disks().store();
        boolean quiesce = !pool.profile().has(Feature.QUIESCE_REMOVED);
        database.compute(
                "VM",
                "allowed_operations",
                vm -> VmOperations.allowed(vm).stream()
                        .filter(operation -> quiesce || !operation.equals("snapshot_with_quiesce"))
                        .toList());
        database.compute("VDI", "allowed_operations", VdiOperations::allowed);
        database.compute("VBD", "allowed_operations", VbdCalls::allowed);
        database.compute("task", "allowed_operations", ComputedFields::ofTask);
        var disks = pool.disks();
        database.compute("VDI", "physical_utilisation", vdi -> store.ownBytes(vdi.uuid()));
        database.compute(
                "SR", "physical_utilisation", sr -> disks.space(sr.ref()).usedBytes());
        database.compute("SR", "virtual_allocation", ComputedFields::virtualAllocation);
        database.compute("SR", "allowed_operations", sr -> ofRepository(sr, tracking));
    }

    private static Object virtualAllocation(Entity sr) {
        return sr.followAll("VDIs").stream()
                .filter(vdi -> vdi.flag("managed") && !vdi.text("type").equals("cbt_metadata"))
                .mapToLong(vdi -> vdi.number("virtual_size"))
                .sum();
    }

    private static Object ofTask(Entity task) {
        return task.text("status").equals("pending") ? List.of("cancel", "destroy") : List.of("destroy");
    }

    private static Object ofRepository(Entity sr, boolean tracking) {
        if (SrState.refusal(sr).isPresent()) {
            return List.of("plug", "forget", "destroy", "pbd_create", "pbd_destroy");
        }
        if (sr.text("content_type").equals("iso")) {
            return List.of("scan", "unplug", "vdi_introduce", "pbd_create");
        }
        var allowed = new ArrayList<>(List.of("scan", "unplug", "update", "vdi_introduce", "pbd_create"));
        OPERATIONS.forEach((operation, capability) -> {
            if (SrState.can(sr, capability) && (tracking || !capability.equals("VDI_CONFIG_CBT"))) {
                allowed.add(operation);
            }
        });
        return List.copyOf(allowed);
    }
}
