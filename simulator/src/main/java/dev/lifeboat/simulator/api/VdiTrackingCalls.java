package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Changed block tracking: switching it, comparing snapshots, and dropping a snapshot's data but not its change log.
final class VdiTrackingCalls {
    private VdiTrackingCalls() {}

    static void register(MethodTable table) {
        table.atomic("VDI.enable_cbt", 1, call -> {
            Licence.require(call, "restrict_cbt", "CBT");
            var vdi = trackable(call, "enable_cbt");
            call.pool().disks().store().enableTracking(vdi.uuid());
            vdi.set("cbt_enabled", true);
            return Call.VOID;
        });
        table.atomic("VDI.disable_cbt", 1, call -> {
            var vdi = trackable(call, "disable_cbt");
            call.pool().disks().endTracking(vdi);
            return Call.VOID;
        });
        table.lasting("VDI.data_destroy", 1, 1, VdiTrackingCalls::dataDestroy);
        table.atomic("VDI.list_changed_blocks", 2, VdiTrackingCalls::listChangedBlocks);
    }

    private static Entity trackable(Call call, String operation) {
        var vdi = call.object(0, "VDI");
        VdiOperations.require(vdi, operation);
        if (!Set.of("user", "system").contains(vdi.text("type"))) {
            throw XapiError.of("VDI_INCOMPATIBLE_TYPE", vdi.ref(), vdi.text("type"));
        }
        if (vdi.flag("is_a_snapshot")) {
            throw XapiError.of("OPERATION_NOT_ALLOWED", "VDI is a snapshot: " + vdi.ref());
        }
        if (!vdi.text("on_boot").equals("persist")) {
            throw XapiError.of("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION");
        }
        if ("raw".equals(vdi.map("sm_config").get("type"))) {
            throw XapiError.backend(66, "Invalid VDI type");
        }
        return vdi;
    }

    /// Gives VBDs that are just going away some time to do so.
    private static Object dataDestroy(Call call) {
        var vdi = call.object(0, "VDI");
        var database = call.database();
        requireDestroyable(vdi);
        if (vdi.text("type").equals("cbt_metadata")) {
            return Call.VOID;
        }
        var grace = call.pool().timing().dataDestroyGrace();
        try {
            if (!database.await(() -> vdi.list("VBDs").isEmpty(), grace.toMillis(), TimeUnit.MILLISECONDS)) {
                throw XapiError.of("VDI_IN_USE", vdi.ref(), "data_destroy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw XapiError.of("INTERNAL_ERROR", "interrupted while waiting for VBDs to go");
        }
        database.atomically(() -> {
            requireDestroyable(vdi);
            if (!vdi.list("VBDs").isEmpty()) {
                throw XapiError.of("VDI_IN_USE", vdi.ref(), "data_destroy");
            }
            call.pool().disks().destroyData(vdi);
        });
        call.pool().collectGarbageSoon();
        return Call.VOID;
    }

    private static void requireDestroyable(Entity vdi) {
        VdiOperations.require(vdi, "data_destroy");
        if (!vdi.flag("is_a_snapshot")) {
            throw XapiError.of("OPERATION_NOT_ALLOWED", "VDI is not a snapshot: " + vdi.ref());
        }
        if (!vdi.flag("cbt_enabled")) {
            throw XapiError.of("VDI_NO_CBT_METADATA", vdi.ref());
        }
    }

    private static Object listChangedBlocks(Call call) {
        var from = call.object(0, "VDI");
        var to = call.object(1, "VDI");
        VdiOperations.require(from, "list_changed_blocks");
        VdiOperations.require(to, "list_changed_blocks");
        requireStill(to);
        var bitmap = call.pool().disks().store().changedBlocks(from.uuid(), to.uuid());
        return Base64.getEncoder().encodeToString(bitmap);
    }

    /// Only VM snapshots may hold the newer disk; a control domain that reads it is already too much.
    private static void requireStill(Entity vdi) {
        boolean inUse = vdi.followAll("VBDs").stream()
                .filter(vbd -> vbd.flag("currently_attached"))
                .anyMatch(vbd ->
                        !vbd.follow("VM").map(vm -> vm.flag("is_a_snapshot")).orElse(false));
        if (inUse) {
            throw XapiError.of("VDI_IN_USE", vdi.ref(), "list_changed_blocks");
        }
    }
}
