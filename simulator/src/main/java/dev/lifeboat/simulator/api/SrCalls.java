package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;

/// Storage repositories and their connections to hosts.
final class SrCalls {
    private SrCalls() {}

    static void register(MethodTable table) {
        table.atomic("SR.scan", 1, call -> {
            SrState.requirePlugged(call.object(0, "SR"));
            call.pool().collectGarbageSoon();
            return Call.VOID;
        });
        table.atomic("SR.update", 1, call -> {
            SrState.requirePlugged(call.object(0, "SR"));
            return Call.VOID;
        });
        table.atomic("PBD.plug", 1, call -> {
            call.object(0, "PBD").set("currently_attached", true);
            return Call.VOID;
        });
        table.atomic("PBD.unplug", 1, SrCalls::unplug);
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
