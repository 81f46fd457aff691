package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.Set;

/// Block devices of VMs.
final class VbdCalls {
    private static final Set<String> NOT_ATTACHABLE = Set.of("cbt_metadata", "ha_statefile", "redo_log");

    private VbdCalls() {}

    static void register(MethodTable table) {
        table.atomic("VBD.create", 1, VbdCalls::create);
        table.atomic("VBD.destroy", 1, VbdCalls::destroy);
        table.atomic("VBD.plug", 1, VbdCalls::plug);
        table.atomic("VBD.unplug", 1, VbdCalls::unplug);
        table.atomic("VBD.unplug_force", 1, VbdCalls::unplug);
        table.atomic("VBD.eject", 1, call -> {
            var vbd = removable(call);
            if (vbd.flag("empty")) {
                throw XapiError.of("VBD_IS_EMPTY", vbd.ref());
            }
            vbd.set("VDI", FieldType.NULL).set("empty", true);
            return Call.VOID;
        });
        table.atomic("VBD.insert", 2, call -> {
            var vbd = removable(call);
            if (!vbd.flag("empty")) {
                throw XapiError.of("VBD_NOT_EMPTY", vbd.ref());
            }
            vbd.set("VDI", call.object(1, "VDI").ref()).set("empty", false);
            return Call.VOID;
        });
    }

    static List<String> allowed(Entity vbd) {
        boolean running = vbd.follow("VM")
                .map(vm -> vm.text("power_state").equals("Running"))
                .orElse(false);
        boolean removable = vbd.text("type").equals("CD");
        if (!running) {
            return removable ? List.of(vbd.flag("empty") ? "insert" : "eject", "attach") : List.of("attach");
        }
        if (removable) {
            return List.of(vbd.flag("empty") ? "insert" : "eject");
        }
        return vbd.flag("currently_attached") ? List.of("attach", "unplug", "unplug_force") : List.of("attach", "plug");
    }

    private static Object create(Call call) {
        var values = new Creation(call.database(), "VBD", call.struct(0));
        var vm = values.object("VM", "VM");
        boolean empty = values.flag("empty");
        boolean cd = values.text("type").equals("CD");
        if (cd && !values.text("mode").equals("RO")) {
            throw XapiError.of("VBD_CDS_MUST_BE_READONLY");
        }
        if (empty && !cd) {
            throw XapiError.of("VBD_NOT_REMOVABLE_MEDIA", "in constructor");
        }
        if (vm.map("current_operations").containsValue("pool_migrate")
                || vm.map("current_operations").containsValue("migrate_send")) {
            var current = vm.map("current_operations").entrySet().iterator().next();
            throw CurrentOperation.conflict(vm, current.getValue(), current.getKey());
        }
        if (!empty) {
            checkDisk(values.object("VDI", "VDI"), values.text("mode"));
        } else {
            values.put("VDI", FieldType.NULL);
        }
        values.put("userdevice", position(vm, values.text("userdevice")));
        boolean suspended = vm.text("power_state").equals("Suspended");
        if (!suspended || !call.pool().profile().has(Feature.SUSPENDED_CREATION)) {
            values.put("device", "");
            values.put("currently_attached", false);
        }
        return values.insert().ref();
    }

    private static void checkDisk(Entity vdi, String mode) {
        if (NOT_ATTACHABLE.contains(vdi.text("type"))) {
            throw XapiError.of("VDI_INCOMPATIBLE_TYPE", vdi.ref(), vdi.text("type"));
        }
        if (!vdi.flag("managed")) {
            throw XapiError.of("VDI_NOT_MANAGED", vdi.ref());
        }
        if (vdi.flag("read_only") && mode.equals("RW")) {
            throw XapiError.of("VDI_READONLY", vdi.ref());
        }
    }

    private static String position(Entity vm, String wanted) {
        if (wanted.equals("autodetect")) {
            return FreeDevices.first(vm);
        }
        var number = wanted.matches("(xvd|hd|sd)[a-p]")
                ? Integer.toString(wanted.charAt(wanted.length() - 1) - 'a')
                : wanted;
        if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) > 254) {
            throw XapiError.of("INVALID_DEVICE", wanted);
        }
        boolean taken = vm.followAll("VBDs").stream()
                .anyMatch(vbd -> vbd.text("userdevice").equals(number));
        if (taken) {
            throw XapiError.of("DEVICE_ALREADY_EXISTS", wanted);
        }
        return number;
    }

    private static Object destroy(Call call) {
        var vbd = call.object(0, "VBD");
        if (vbd.flag("currently_attached")) {
            var vm = vbd.follow("VM").map(Entity::uuid).orElse("");
            throw XapiError.of("OPERATION_NOT_ALLOWED", "VBD '" + vbd.uuid() + "' still attached to '" + vm + "'");
        }
        vbd.delete();
        return Call.VOID;
    }

    private static Object plug(Call call) {
        var vbd = call.object(0, "VBD");
        var vm = vbd.follow("VM").orElseThrow(() -> XapiError.of("HANDLE_INVALID", "VM", vbd.text("VM")));
        if (!vm.text("power_state").equals("Running")) {
            throw XapiError.of("VM_BAD_POWER_STATE", vm.ref(), "running", VmOperations.state(vm));
        }
        if (vbd.flag("currently_attached")) {
            throw XapiError.of("DEVICE_ALREADY_ATTACHED", vbd.ref());
        }
        vbd.follow("VDI")
                .filter(vdi -> !vdi.flag("sharable"))
                .ifPresent(vdi ->
                        Attachments.requireAttachable(vdi, vbd.text("mode").equals("RW")));
        vbd.set("currently_attached", true).set("device", DeviceNames.ofDisk(vbd.text("userdevice")));
        return Call.VOID;
    }

    private static Object unplug(Call call) {
        var vbd = call.object(0, "VBD");
        if (!vbd.flag("currently_attached")) {
            throw XapiError.of("DEVICE_ALREADY_DETACHED", vbd.ref());
        }
        if (!vbd.flag("unpluggable")) {
            throw XapiError.of("VBD_NOT_UNPLUGGABLE", vbd.ref());
        }
        vbd.set("currently_attached", false).set("device", "");
        return Call.VOID;
    }

    private static Entity removable(Call call) {
        var vbd = call.object(0, "VBD");
        if (!vbd.text("type").equals("CD")) {
            throw XapiError.of("VBD_NOT_REMOVABLE_MEDIA", vbd.ref());
        }
        return vbd;
    }
}
