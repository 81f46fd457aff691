package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.LinkedHashMap;
import java.util.Map;

/// Moving disks to other repositories and VMs with their disks to other hosts, inside one pool. A moved disk is a new
/// one, and one whose changes are tracked does not move.
final class MigrationCalls {
    private MigrationCalls() {}

    static void register(MethodTable table) {
        table.lasting("VDI.pool_migrate", 3, 3, MigrationCalls::moveDisk);
        table.atomic("host.migrate_receive", 3, MigrationCalls::receive);
        table.atomic("VM.assert_can_migrate", 6, 7, call -> {
            new Move(call).check();
            return Call.VOID;
        });
        table.lasting("VM.migrate_send", 6, 7, call -> new Move(call).run());
    }

    private static Object receive(Call call) {
        var host = call.object(0, "host");
        call.object(1, "network");
        Placement.alive(host).ifPresent(error -> {
            throw error;
        });
        return Map.of("host", host.ref(), "session_id", call.sessionRef(), "master", host.text("address"));
    }

    private static Object moveDisk(Call call) {
        var vdi = call.object(0, "VDI");
        var sr = call.object(1, "SR");
        VdiOperations.require(vdi, "mirror");
        return move(call, vdi, sr).ref();
    }

    /// What used the old disk uses the new one; the old one is gone.
    private static Entity move(Call call, Entity vdi, Entity sr) {
        var copy = new DiskCopy(call, vdi).into(sr);
        call.database().atomically(() -> {
            vdi.followAll("VBDs").forEach(vbd -> vbd.set("VDI", copy.ref()));
            vdi.followAll("snapshots").forEach(snapshot -> snapshot.set("snapshot_of", copy.ref()));
            call.pool().disks().destroy(vdi);
        });
        call.pool().collectGarbageSoon();
        return copy;
    }

    /// One `VM.migrate_send`.
    private static final class Move {
        private final Call call;
        private final Entity vm;
        private final Entity host;
        private final Map<Entity, Entity> disks = new LinkedHashMap<>();

        Move(Call call) {
            this.call = call;
            this.vm = call.object(0, "VM");
            var target = (String) call.struct(1).getOrDefault("host", FieldType.NULL);
            this.host = call.database()
                    .find("host", target)
                    .orElseThrow(() -> XapiError.of("NOT_IMPLEMENTED", "migration to another pool"));
            call.struct(3)
                    .forEach((vdi, sr) -> disks.put(
                            call.database().require("VDI", vdi), call.database().require("SR", (String) sr)));
        }

        void check() {
            VmOperations.require(vm, "migrate_send");
            Placement.alive(host).ifPresent(error -> {
                throw error;
            });
            // Any disk of the VM with tracking is one too many, even one that stays where it is.
            vm.followAll("VBDs").stream()
                    .filter(vbd -> vbd.text("type").equals("Disk"))
                    .flatMap(vbd -> vbd.follow("VDI").stream())
                    .filter(vdi -> vdi.flagged("cbt_enabled"))
                    .findFirst()
                    .ifPresent(vdi -> {
                        throw XapiError.of("VDI_CBT_ENABLED", vdi.ref());
                    });
        }

        private void moveDisks() {
            disks.forEach((vdi, sr) -> {
                if (!vdi.text("SR").equals(sr.ref())) {
                    MigrationCalls.move(call, vdi, sr);
                }
            });
        }

        Object run() {
            check();
            CurrentOperation.shown(call, vm, "migrate_send", this::moveDisks);
            if (vm.text("power_state").equals("Running")) {
                vm.set("resident_on", host.ref());
            }
            return vm.ref();
        }
    }
}
