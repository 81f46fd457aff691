package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

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
        table.lasting("VM.copy", 3, 3, VmSnapshotCalls::copy);
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

    /// Without a repository the copies lie where their sources lie, and share nothing with them either way.
    private static Object copy(Call call) {
        var vm = call.object(0, "VM");
        VmOperations.require(vm, "copy");
        var made = new AtomicReference<>(vm);
        CurrentOperation.shown(
                call, vm, "copy", () -> made.set(new VmCopy(call, vm).copyTo(call.text(1), call.text(2))));
        return made.get().ref();
    }

    /// A snapshot that also holds the memory, as a suspend disk of its own.
    private static Object checkpoint(Call call) {
        Licence.require(call, "restrict_checkpoint", "Checkpoint");
        var vm = call.object(0, "VM");
        VmOperations.require(vm, "checkpoint");
        var snapshot = new VmCopy(call, vm).snapshot(call.text(1), List.of());
        var memory = vm.text("power_state").equals("Suspended")
                ? vm.follow("suspend_VDI").map(call.pool().disks()::cloneDisk)
                : Optional.<Entity>empty();
        var image = memory.orElseGet(() -> new VmRunning(call.pool(), vm).memoryImage("Suspend image"));
        snapshot.set("power_state", "Suspended").set("suspend_VDI", image.ref());
        return snapshot.ref();
    }

    /// The VM gets clones of the snapshot's disks and its settings back; what it had is destroyed. It is halted
    /// afterwards, or suspended where the snapshot holds its memory.
    private static Object revert(Call call) {
        var snapshot = call.object(0, "VM");
        VmOperations.require(snapshot, "revert");
        var vm = snapshot.follow("snapshot_of")
                .orElseThrow(() -> XapiError.of("VM_REVERT_FAILED", snapshot.text("snapshot_of"), snapshot.ref()));
        if (!vm.text("power_state").equals("Halted")) {
            new VmRunning(call.pool(), vm).stop();
        }
        for (var vbd : vm.followAll("VBDs")) {
            if (vbd.text("type").equals("Disk")) {
                vbd.follow("VDI").ifPresent(disk -> {
                    VdiOperations.require(disk, "destroy");
                    call.pool().disks().destroy(disk);
                });
            }
            if (vbd.exists()) {
                vbd.delete();
            }
        }
        vm.followAll("VIFs").forEach(Entity::delete);
        var copy = new VmCopy(call, snapshot);
        copy.settingsTo(vm);
        copy.devicesTo(vm);
        vm.set("power_state", "Halted").set("parent", snapshot.ref());
        snapshot.follow("suspend_VDI")
                .map(call.pool().disks()::cloneDisk)
                .ifPresent(memory -> vm.set("suspend_VDI", memory.ref()).set("power_state", "Suspended"));
        call.pool().collectGarbageSoon();
        return Call.VOID;
    }
}
