package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where and how a disk can be read over NBD.
final class NbdInfoCall {
    private static final List<String> PURPOSES = List.of("nbd", "insecure_nbd");

    private NbdInfoCall() {}

    static void register(MethodTable table) {
        table.field("VDI.get_nbd_info", 1, NbdInfoCall::nbdInfo);
    }

    private static Object nbdInfo(Call call) {
        var vdi = call.object(0, "VDI");
        if (vdi.text("type").equals("cbt_metadata")) {
            throw XapiError.of("VDI_INCOMPATIBLE_TYPE", vdi.ref(), "cbt_metadata");
        }
        var exportName = "/" + vdi.uuid() + "?session_id=" + call.sessionRef();
        var offers = new ArrayList<Map<String, Object>>();
        var sr = vdi.follow("SR");
        for (var host : call.pool().hosts()) {
            boolean live = Placement.alive(host.entity())
                    .filter(error -> error.code().equals("HOST_OFFLINE"))
                    .isEmpty();
            if (live && sr.isPresent() && SrState.pluggedOn(sr.get(), host.entity())) {
                addresses(host).forEach(address -> offers.add(offer(call, host, exportName, address)));
            }
        }
        return offers;
    }

    private static Map<String, Object> offer(Call call, Host host, String exportName, String address) {
        var offer = new LinkedHashMap<String, Object>();
        offer.put("exportname", exportName);
        offer.put("address", address);
        offer.put("port", (long) call.pool().nbdPort());
        offer.put("cert", host.certificate().pem());
        offer.put("subject", host.name());
        return offer;
    }

    private static List<String> addresses(Host host) {
        return host.entity().followAll("PIFs").stream()
                .filter(pif -> pif.flag("currently_attached") && !pif.text("IP").isEmpty())
                .filter(pif -> pif.follow("network").map(NbdInfoCall::purposed).orElse(false))
                .map(pif -> pif.text("IP"))
                .toList();
    }

    private static boolean purposed(Entity network) {
        return network.list("purpose").stream().anyMatch(PURPOSES::contains);
    }
}
