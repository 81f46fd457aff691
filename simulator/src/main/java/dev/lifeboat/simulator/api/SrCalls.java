package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;

/// Storage repositories and their connections to hosts.
final class SrCalls {
    private SrCalls() {}

    static void register(MethodTable table) {
        table.atomic("SR.scan", 1, call -> {
            var sr = call.object(0, "SR");
            SrState.requirePlugged(sr);
            call.pool().disks().scan(sr);
            call.pool().collectGarbageSoon();
            return Call.VOID;
        });
        table.atomic("SR.forget", 1, call -> {
            var sr = unused(call);
            sr.followAll("VDIs").forEach(Entity::delete);
            sr.followAll("PBDs").forEach(Entity::delete);
            sr.delete();
            return Call.VOID;
        });
        table.atomic("SR.destroy", 1, call -> {
            var sr = unused(call);
            if (!sr.list("VDIs").isEmpty()) {
                throw XapiError.of("SR_NOT_EMPTY");
            }
            sr.followAll("PBDs").forEach(Entity::delete);
            sr.delete();
            return Call.VOID;
        });
        table.atomic("PBD.destroy", 1, call -> {
            var pbd = call.object(0, "PBD");
            if (pbd.flag("currently_attached")) {
                throw XapiError.of("OPERATION_NOT_ALLOWED", "PBD " + pbd.uuid() + " is still plugged");
            }
            pbd.delete();
            return Call.VOID;
        });
        table.atomic(
                "PBD.create",
                1,
                call -> new Creation(call.database(), "PBD", call.struct(0))
                        .insert()
                        .ref());
        table.atomic("SR.update", 1, call -> {
            SrState.requirePlugged(call.object(0, "SR"));
            return Call.VOID;
        });
        table.atomic("PBD.plug", 1, call -> {
            var host = call.object(0, "PBD").follow("host");
            host.flatMap(Placement::alive).ifPresent(error -> {
                throw error;
            });
            call.object(0, "PBD").set("currently_attached", true);
            return Call.VOID;
        });
        table.atomic("PBD.unplug", 1, SrCalls::unplug);
    }

    /// A repository that a host still has cannot go.
    private static Entity unused(Call call) {
        var sr = call.object(0, "SR");
        if (sr.followAll("PBDs").stream().anyMatch(pbd -> pbd.flag("currently_attached"))) {
            throw XapiError.of("OPERATION_NOT_ALLOWED", "SR " + sr.uuid() + " has plugged PBDs");
        }
        return sr;
    }

    private static Object unplug(Call call) {
        var pbd = call.object(0, "PBD");
        boolean busy = pbd.follow("SR").stream()
                .flatMap(sr -> sr.followAll("VDIs").stream())
                .flatMap(vdi -> vdi.followAll("VBDs").stream())
                .filter(vbd -> vbd.flag("currently_attached"))
                .flatMap(vbd -> vbd.follow("VM").stream())
                .anyMatch(vm -> vm.text("resident_on").equals(pbd.text("host")));
        if (busy) {
            throw XapiError.of("SR_DEVICE_IN_USE");
        }
        pbd.set("currently_attached", false);
        return Call.VOID;
    }
}
