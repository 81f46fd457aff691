package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.Feature;
import dev.lifeboat.simulator.Profile;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Snapshots of whole VMs, going back to one, and clones.
final class VmSnapshotCalls {
    private VmSnapshotCalls() {}

    static void register(MethodTable table, Profile profile) {
        table.atomic("VM.snapshot", 2, profile.mostSnapshotArguments(), call -> {
            var vm = call.object(0, "VM");
            VmOperations.require(vm, "snapshot");
            List<String> ignored = call.has(2) ? call.texts(2) : List.of();
            return new VmCopy(call, vm).snapshot(call.text(1), ignored).ref();
        });
        if (profile.has(Feature.QUIESCE_REMOVED)) {
            table.removed("VM.snapshot_with_quiesce");
        } else {
            table.atomic("VM.snapshot_with_quiesce", 2, VmSnapshotCalls::quiesced);
        }
        table.atomic("VM.checkpoint", 2, VmSnapshotCalls::checkpoint);
        table.atomic("VM.clone", 2, call -> {
            var vm = call.object(0, "VM");
            VmOperations.require(vm, "clone");
            return new VmCopy(call, vm).cloneVm(call.text(1)).ref();
        });
        table.atomic("VM.copy", 3, VmSnapshotCalls::copy);
        table.atomic("VM.revert", 1, VmSnapshotCalls::revert);
    }

    /// The guest's own agent has to flush first: one that does not run or has no drivers cannot.
    private static Object quiesced(Call call) {
        var vm = call.object(0, "VM");
        VmOperations.require(vm, "snapshot_with_quiesce");
        if (vm.follow("guest_metrics").isEmpty()) {
            throw XapiError.of(
                    "VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED", vm.ref(), "the guest has no agent that can do it");
        }
        return new VmCopy(call, vm).quiesced(call.text(1)).ref();
    }

    /// The pool has one repository that can hold disks, so a copy lies where its source lies and may share its blocks.
    private static Object copy(Call call) {
        var vm = call.object(0, "VM");
        VmOperations.require(vm, "copy");
        if (!call.text(2).equals(FieldType.NULL) && !SrState.can(call.object(2, "SR"), "VDI_CREATE")) {
            throw XapiError.of("SR_OPERATION_NOT_SUPPORTED", call.text(2));
        }
        return new VmCopy(call, vm).cloneVm(call.text(1)).ref();
    }

    /// A snapshot that also holds the memory, as a suspend disk of its own.
    private static Object checkpoint(Call call) {
        var vm = call.object(0, "VM");
        VmOperations.require(vm, "checkpoint");
        var snapshot = new VmCopy(call, vm).snapshot(call.text(1), List.of());
        var sr = call.pool().record().text("default_SR");
        var memory = call.pool()
                .disks()
                .create(new HashMap<>(Map.of(
                        "SR",
                        sr,
                        "name_label",
                        "Suspend image",
                        "type",
                        "suspend",
                        "virtual_size",
                        vm.number("memory_static_max"))));
        snapshot.set("power_state", "Suspended").set("suspend_VDI", memory.ref());
        return snapshot.ref();
    }

    private static Object revert(Call call) {
        var snapshot = call.object(0, "VM");
        VmOperations.require(snapshot, "revert");
        var vm = snapshot.follow("snapshot_of")
                .orElseThrow(() -> XapiError.of("VM_REVERT_FAILED", snapshot.text("snapshot_of"), snapshot.ref()));
        for (var vbd : vm.followAll("VBDs")) {
            if (vbd.text("type").equals("Disk")) {
                vbd.follow("VDI").ifPresent(call.pool().disks()::destroy);
            }
            if (vbd.exists()) {
                vbd.delete();
            }
        }
        vm.followAll("VIFs").forEach(Entity::delete);
        new VmCopy(call, snapshot).devicesTo(vm);
        vm.set("power_state", "Halted").set("parent", snapshot.ref());
        return Call.VOID;
    }
}
