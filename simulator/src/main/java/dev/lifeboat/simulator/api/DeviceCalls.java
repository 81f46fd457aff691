package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.profile.Profile;
import java.util.Map;

/// Devices that stand in the way of snapshots and migrations, and vApps.
final class DeviceCalls {
    private DeviceCalls() {}

    static void register(MethodTable table, Profile profile) {
        table.atomic("VGPU.create", 5, call -> {
            call.object(0, "VM");
            var config = new FieldType.MapOf(new FieldType.Text());
            return call.database()
                    .insert(
                            "VGPU",
                            Map.of(
                                    "VM", call.text(0),
                                    "GPU_group", call.text(1),
                                    "device", call.text(2),
                                    "other_config", call.accept(config, 3),
                                    "type", call.text(4)))
                    .ref();
        });
        destroy(table, "VGPU");
        if (profile.has(Feature.CHANGED_BLOCKS)) {
            table.atomic("VUSB.create", 3, call -> {
                var config = new FieldType.MapOf(new FieldType.Text());
                return call.database()
                        .insert(
                                "VUSB",
                                Map.of(
                                        "VM", call.object(0, "VM").ref(),
                                        "USB_group", call.text(1),
                                        "other_config", call.accept(config, 2)))
                        .ref();
            });
            destroy(table, "VUSB");
        }
        if (profile.has(Feature.VTPM)) {
            VtpmCalls.register(table);
        }
        table.atomic(
                "VM_appliance.create",
                1,
                call -> new Creation(call.database(), "VM_appliance", call.struct(0))
                        .insert()
                        .ref());
        destroy(table, "VM_appliance");
    }

    private static void destroy(MethodTable table, String type) {
        table.atomic(type + ".destroy", 1, call -> {
            call.object(0, type).delete();
            return Call.VOID;
        });
    }
}
