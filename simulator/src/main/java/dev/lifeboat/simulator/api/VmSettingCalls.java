package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.Map;

/// Settings of a VM whose setters do more than set.
final class VmSettingCalls {
    private VmSettingCalls() {}

    static void register(MethodTable table, Profile profile) {
        table.atomic("VM.set_is_a_template", 2, call -> {
            var vm = call.object(0, "VM");
            boolean template = call.flag(1);
            if (template) {
                vm.set("ha_always_run", false);
            } else {
                vm.follow("metrics")
                        .ifPresent(metrics ->
                                metrics.set("install_time", call.pool().clock().instant()));
            }
            vm.set("is_a_template", template);
            return Call.VOID;
        });
        if (profile.has(Feature.DEFAULT_TEMPLATE_FLAG)) {
            table.atomic("VM.set_is_default_template", 2, call -> {
                call.object(0, "VM").set("is_default_template", call.flag(1));
                return Call.VOID;
            });
        }
        if (profile.has(Feature.BIOS_STRINGS)) {
            table.atomic("VM.set_bios_strings", 2, VmSettingCalls::setBiosStrings);
        }
        table.atomic("VM.set_memory_limits", 5, call -> memory(call, 1, 2, 3, 4));
        table.atomic("VM.set_memory_static_range", 3, call -> {
            call.object(0, "VM").set("memory_static_min", call.number(1)).set("memory_static_max", call.number(2));
            return Call.VOID;
        });
        table.atomic("VM.set_memory_dynamic_range", 3, call -> {
            call.object(0, "VM").set("memory_dynamic_min", call.number(1)).set("memory_dynamic_max", call.number(2));
            return Call.VOID;
        });
        table.atomic("VM.set_memory", 2, call -> memory(call, 1, 1, 1, 1));
        table.atomic("VM.provision", 1, call -> {
            VmOperations.require(call.object(0, "VM"), "provision");
            return Call.VOID;
        });
        knownKeys(table);
    }

    /// Only operations can be blocked; unknown keys are refused.
    private static void knownKeys(MethodTable table) {
        table.field("VM.add_to_blocked_operations", 3, call -> {
            var vm = call.object(0, "VM");
            var operation = call.text(1);
            if (vm.map("blocked_operations").containsKey(operation)) {
                throw XapiError.of("MAP_DUPLICATE_KEY", "VM", "blocked_operations", vm.uuid(), operation);
            }
            requireOperation(call, operation);
            vm.put("blocked_operations", operation, call.text(2));
            return Call.VOID;
        });
        table.field("VM.set_blocked_operations", 2, call -> {
            var blocked = call.struct(1);
            blocked.keySet().forEach(operation -> requireOperation(call, operation));
            call.object(0, "VM").set("blocked_operations", Map.copyOf(blocked));
            return Call.VOID;
        });
    }

    private static void requireOperation(Call call, String operation) {
        var type = call.database()
                .schema()
                .require("VM")
                .require("allowed_operations")
                .type();
        type.accept("blocked_operations", List.of(operation));
    }

    private static Object setBiosStrings(Call call) {
        var vm = call.object(0, "VM");
        if (!vm.map("bios_strings").isEmpty()) {
            throw XapiError.of("VM_BIOS_STRINGS_ALREADY_SET");
        }
        if (!vm.text("power_state").equals("Halted")) {
            throw XapiError.of("VM_BAD_POWER_STATE", vm.ref(), "halted", vm.text("power_state"));
        }
        vm.set("bios_strings", Map.copyOf(call.struct(1)));
        return Call.VOID;
    }

    private static Object memory(Call call, int staticMin, int staticMax, int dynamicMin, int dynamicMax) {
        var vm = call.object(0, "VM");
        boolean ordered = call.number(staticMin) <= call.number(dynamicMin)
                && call.number(dynamicMin) <= call.number(dynamicMax)
                && call.number(dynamicMax) <= call.number(staticMax);
        if (!ordered) {
            throw XapiError.of("MEMORY_CONSTRAINT_VIOLATION_ORDER");
        }
        vm.set("memory_static_min", call.number(staticMin))
                .set("memory_static_max", call.number(staticMax))
                .set("memory_dynamic_min", call.number(dynamicMin))
                .set("memory_dynamic_max", call.number(dynamicMax));
        return Call.VOID;
    }
}
