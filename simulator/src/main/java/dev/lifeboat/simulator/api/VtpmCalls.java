package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Map;

/// Virtual TPMs. What is in one leaves the pool only inside an XVA or metadata export, or for the local root.
final class VtpmCalls {
    private VtpmCalls() {}

    static void register(MethodTable table) {
        table.atomic("VTPM.create", 2, call -> {
            var vm = call.object(0, "VM");
            if (!vm.text("power_state").equals("Halted")) {
                throw XapiError.of("VM_BAD_POWER_STATE", vm.ref(), "halted", VmOperations.state(vm));
            }
            if (!vm.list("VTPMs").isEmpty()) {
                throw XapiError.of("OPERATION_NOT_ALLOWED", "VM '" + vm.uuid() + "' has a VTPM already");
            }
            return call.database()
                    .insert(
                            "VTPM",
                            Map.of(
                                    "VM", vm.ref(),
                                    "is_unique", call.flag(1),
                                    "persistence_backend", "xapi"))
                    .ref();
        });
        table.atomic("VTPM.destroy", 1, call -> {
            call.object(0, "VTPM").delete();
            return Call.VOID;
        });
        table.field("VTPM.get_contents", 1, VtpmCalls::refuseContents);
        table.field("VTPM.set_contents", 2, VtpmCalls::refuseContents);
    }

    /// Over the network nobody is local, not even root.
    private static Object refuseContents(Call call) {
        call.object(0, "VTPM");
        throw XapiError.of("USER_IS_NOT_LOCAL_SUPERUSER", call.method() + " needs a session of the local socket");
    }
}
