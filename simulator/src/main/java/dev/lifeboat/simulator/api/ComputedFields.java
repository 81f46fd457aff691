package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import java.util.List;

/// Fields that follow from the state of others.
final class ComputedFields {
    private final Pool pool;

    ComputedFields(Pool pool) {
        this.pool = pool;
    }

    void install() {
        var database = pool.database();
        var store = pool.disks().store();
        database.compute("VM", "allowed_operations", VmOperations::allowed);
        database.compute("VDI", "allowed_operations", VdiOperations::allowed);
        database.compute("VBD", "allowed_operations", VbdCalls::allowed);
        database.compute("task", "allowed_operations", ComputedFields::ofTask);
        var disks = pool.disks();
        database.compute("VDI", "physical_utilisation", vdi -> store.ownBytes(vdi.uuid()));
        database.compute(
                "SR", "physical_utilisation", sr -> disks.space(sr.ref()).usedBytes());
        database.compute("SR", "virtual_allocation", ComputedFields::virtualAllocation);
        database.compute("SR", "allowed_operations", ComputedFields::ofRepository);
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

    private static Object ofRepository(Entity sr) {
        if (SrState.refusal(sr).isPresent()) {
            return List.of("plug", "forget", "destroy", "pbd_create", "pbd_destroy");
        }
        return !sr.text("content_type").equals("iso")
                ? List.of(
                        "scan",
                        "unplug",
                        "update",
                        "vdi_create",
                        "vdi_introduce",
                        "vdi_destroy",
                        "vdi_resize",
                        "vdi_clone",
                        "vdi_snapshot",
                        "vdi_mirror",
                        "vdi_enable_cbt",
                        "vdi_disable_cbt",
                        "vdi_data_destroy",
                        "vdi_list_changed_blocks",
                        "vdi_set_on_boot",
                        "pbd_create")
                : List.of("scan", "unplug", "vdi_introduce", "pbd_create");
    }
}
