package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;

/// Starting, stopping and moving VMs. No guest runs; only the power state and what hangs on it change.
final class VmPowerCalls {
    private VmPowerCalls() {}

    static void register(MethodTable table) {
        table.atomic("VM.start", 1, 3, call -> {
            var vm = allowed(call, "start");
            running(call, vm).start(new Placement(call, vm).anywhere(), call.has(1) && call.flag(1));
            return Call.VOID;
        });
        table.atomic("VM.start_on", 2, 4, call -> {
            var vm = allowed(call, "start_on");
            var host = new Placement(call, vm).on(call.object(1, "host"));
            running(call, vm).start(host, call.has(2) && call.flag(2));
            return Call.VOID;
        });
        table.atomic("VM.resume", 1, 3, call -> {
            var vm = allowed(call, "resume");
            running(call, vm).resume(new Placement(call, vm).anywhere(), call.has(1) && call.flag(1));
            return Call.VOID;
        });
        table.atomic("VM.resume_on", 2, 4, call -> {
            var vm = allowed(call, "resume_on");
            var host = new Placement(call, vm).on(call.object(1, "host"));
            running(call, vm).resume(host, call.has(2) && call.flag(2));
            return Call.VOID;
        });
        stopping(table);
        table.atomic("VM.pool_migrate", 2, 3, call -> {
            var vm = allowed(call, "pool_migrate");
            vm.set(
                    "resident_on",
                    new Placement(call, vm).on(call.object(1, "host")).ref());
            return Call.VOID;
        });
        change(table, "pause", "Paused");
        change(table, "unpause", "Running");
        table.atomic("VM.get_boot_record", 1, call -> call.object(0, "VM").asRecord());
    }

    private static void stopping(MethodTable table) {
        List.of("hard_shutdown", "clean_shutdown")
                .forEach(operation -> table.atomic("VM." + operation, 1, call -> {
                    running(call, allowed(call, operation)).stop();
                    return Call.VOID;
                }));
        table.atomic("VM.shutdown", 1, call -> {
            running(call, allowed(call, "hard_shutdown")).stop();
            return Call.VOID;
        });
        table.atomic("VM.power_state_reset", 1, call -> {
            running(call, allowed(call, "power_state_reset")).stop();
            return Call.VOID;
        });
        table.atomic("VM.suspend", 1, call -> {
            running(call, allowed(call, "suspend")).suspend();
            return Call.VOID;
        });
        List.of("hard_reboot", "clean_reboot")
                .forEach(operation -> table.atomic("VM." + operation, 1, call -> {
                    allowed(call, operation);
                    return Call.VOID;
                }));
    }

    private static void change(MethodTable table, String operation, String state) {
        table.atomic("VM." + operation, 1, call -> {
            allowed(call, operation).set("power_state", state);
            return Call.VOID;
        });
    }

    /// A running VM can be told nothing while its host is away.
    private static Entity allowed(Call call, String operation) {
        var vm = call.object(0, "VM");
        VmOperations.require(vm, operation);
        if (!operation.equals("power_state_reset")) {
            vm.follow("resident_on")
                    .flatMap(Placement::alive)
                    .filter(error -> error.code().equals("HOST_OFFLINE"))
                    .ifPresent(error -> {
                        throw new XapiError(error.code(), error.parameters());
                    });
        }
        return vm;
    }

    private static VmRunning running(Call call, Entity vm) {
        return new VmRunning(call.pool(), vm);
    }
}
