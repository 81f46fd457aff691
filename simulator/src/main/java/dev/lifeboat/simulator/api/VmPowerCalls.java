package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;

/// Starting and stopping VMs. No guest runs; only the power state and what hangs on it change.
final class VmPowerCalls {
    private VmPowerCalls() {}

    static void register(MethodTable table) {
        table.atomic("VM.start", 1, 3, call -> {
            VmOperations.require(call.object(0, "VM"), "start");
            return start(call, call.host().entity(), call.has(1) && call.flag(1));
        });
        table.atomic("VM.start_on", 2, 4, call -> {
            VmOperations.require(call.object(0, "VM"), "start_on");
            return start(call, call.object(1, "host"), call.has(2) && call.flag(2));
        });
        List.of("hard_shutdown", "clean_shutdown")
                .forEach(operation -> table.atomic("VM." + operation, 1, call -> {
                    VmOperations.require(call.object(0, "VM"), operation);
                    return stop(call.object(0, "VM"));
                }));
        table.atomic("VM.shutdown", 1, call -> {
            VmOperations.require(call.object(0, "VM"), "hard_shutdown");
            return stop(call.object(0, "VM"));
        });
        List.of("hard_reboot", "clean_reboot")
                .forEach(operation -> table.atomic("VM." + operation, 1, call -> {
                    VmOperations.require(call.object(0, "VM"), operation);
                    return Call.VOID;
                }));
        change(table, "pause", "Paused");
        change(table, "unpause", "Running");
    }

    private static void change(MethodTable table, String operation, String state) {
        table.atomic("VM." + operation, 1, call -> {
            VmOperations.require(call.object(0, "VM"), operation);
            call.object(0, "VM").set("power_state", state);
            return Call.VOID;
        });
    }

    private static Object start(Call call, Entity host, boolean paused) {
        var vm = call.object(0, "VM");
        requireDisks(vm);
        vm.set("power_state", paused ? "Paused" : "Running").set("resident_on", host.ref());
        vm.set("domid", 1L + call.database().all("VM").indexOf(vm));
        vm.follow("metrics")
                .ifPresent(
                        metrics -> metrics.set("start_time", call.pool().clock().instant())
                                .set("memory_actual", vm.number("memory_dynamic_max")));
        attach(vm, true);
        return Call.VOID;
    }

    /// A disk may be written by one running VM only.
    private static void requireDisks(Entity vm) {
        for (var vbd : vm.followAll("VBDs")) {
            if (!vbd.text("type").equals("Disk")) {
                continue;
            }
            var vdi = vbd.follow("VDI").orElseThrow(() -> XapiError.of("VM_REQUIRES_VDI", vm.ref(), vbd.text("VDI")));
            boolean taken = !vdi.flag("sharable")
                    && vdi.followAll("VBDs").stream().anyMatch(other -> other.flag("currently_attached"));
            if (taken) {
                throw XapiError.of("VDI_IN_USE", vdi.ref(), "attach");
            }
        }
    }

    private static Object stop(Entity vm) {
        vm.set("power_state", "Halted").set("resident_on", FieldType.NULL).set("domid", -1L);
        attach(vm, false);
        return Call.VOID;
    }

    private static void attach(Entity vm, boolean attached) {
        vm.followAll("VBDs")
                .forEach(vbd -> vbd.set("currently_attached", attached)
                        .set("device", attached ? DeviceNames.ofDisk(vbd.text("userdevice")) : ""));
        vm.followAll("VIFs").forEach(vif -> vif.set("currently_attached", attached));
    }
}
