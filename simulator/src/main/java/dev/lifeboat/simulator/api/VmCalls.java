package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/// Creating and destroying VMs, and questions about one.
final class VmCalls {
    private VmCalls() {}

    static void register(MethodTable table) {
        table.atomic("VM.create", 1, VmCalls::create);
        table.atomic("VM.destroy", 1, VmCalls::destroy);
        table.field("VM.get_allowed_VBD_devices", 1, call -> FreeDevices.ofDisks(call.object(0, "VM")));
        table.field("VM.get_allowed_VIF_devices", 1, call -> FreeDevices.ofNetworks(call.object(0, "VM")));
        table.atomic("VM.update_allowed_operations", 1, call -> {
            call.database().touch(call.object(0, "VM"));
            return Call.VOID;
        });
        table.atomic("VM.assert_operation_valid", 2, call -> {
            VmOperations.require(call.object(0, "VM"), call.text(1));
            return Call.VOID;
        });
        table.field(
                "VM.get_possible_hosts",
                1,
                call -> call.pool().hosts().stream()
                        .map(host -> host.entity().ref())
                        .toList());
    }

    private static Object create(Call call) {
        var struct = new LinkedHashMap<>(call.struct(0));
        // The server takes these at import only.
        List.of("blocked_operations", "protection_policy", "snapshot_schedule", "is_vmss_snapshot")
                .forEach(struct::remove);
        var values = new Creation(call.database(), "VM", struct);
        if (values.has("has_vendor_device") && values.flag("has_vendor_device")) {
            Licence.require(call, "restrict_pci_device_for_auto_update", "PCI_device_for_auto_update");
        }
        checkMemory(values);
        checkCpus(values);
        if (values.text("power_state").equals("Suspended")
                && values.text("suspend_VDI").equals(FieldType.NULL)) {
            throw XapiError.of("INVALID_VALUE", "suspend_VDI", FieldType.NULL);
        }
        if (!call.pool().profile().has(Feature.SUSPENDED_CREATION)) {
            values.put("power_state", "Halted").put("suspend_VDI", FieldType.NULL);
        }
        if (!List.of("Halted", "Suspended").contains(values.text("power_state"))) {
            throw XapiError.of("INVALID_VALUE", "power_state", values.text("power_state"));
        }
        if (values.has("domain_type") && values.text("domain_type").equals("unspecified")) {
            values.put("domain_type", values.text("HVM_boot_policy").isEmpty() ? "pv" : "hvm");
        }
        values.put("domid", -1L);
        values.put(
                "metrics",
                VmEntities.newMetrics(call.pool(), values.number("VCPUs_at_startup"))
                        .ref());
        var vm = values.insert();
        if (!vm.map("other_config").containsKey("mac_seed")) {
            vm.put("other_config", "mac_seed", UUID.randomUUID().toString());
        }
        return vm.ref();
    }

    private static void checkMemory(Creation values) {
        long before = 0;
        for (var field :
                List.of("memory_static_min", "memory_dynamic_min", "memory_dynamic_max", "memory_static_max")) {
            long bytes = values.number(field);
            if (bytes < before) {
                throw XapiError.of("MEMORY_CONSTRAINT_VIOLATION_ORDER");
            }
            before = bytes;
        }
    }

    private static void checkCpus(Creation values) {
        long most = values.number("VCPUs_max");
        long atStartup = values.number("VCPUs_at_startup");
        if (most < 1) {
            throw XapiError.of("INVALID_VALUE", "VCPUs_max", Long.toString(most));
        }
        if (atStartup < 1 || atStartup > most) {
            throw XapiError.of("INVALID_VALUE", "VCPUs_at_startup", Long.toString(atStartup));
        }
    }

    private static Object destroy(Call call) {
        var vm = call.object(0, "VM");
        if (VmOperations.isDefaultTemplate(vm)) {
            throw XapiError.of("VM_CANNOT_DELETE_DEFAULT_TEMPLATE", vm.ref());
        }
        VmOperations.require(vm, "destroy");
        VmEntities.remove(vm);
        return Call.VOID;
    }
}
