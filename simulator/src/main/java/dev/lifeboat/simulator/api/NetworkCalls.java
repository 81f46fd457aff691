package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Networks and what they are for.
final class NetworkCalls {
    private static final Map<String, String> CONFLICTS = Map.of("nbd", "insecure_nbd", "insecure_nbd", "nbd");

    private NetworkCalls() {}

    static void register(MethodTable table) {
        table.atomic("network.create", 1, call -> {
            return new Creation(call.database(), "network", withBridge(call))
                    .insert()
                    .ref();
        });
        table.atomic("network.destroy", 1, call -> {
            call.object(0, "network").delete();
            return Call.VOID;
        });
    }

    static void registerPurposes(MethodTable table) {
        table.atomic("network.add_purpose", 2, NetworkCalls::addPurpose);
        table.atomic("network.remove_purpose", 2, call -> {
            var network = call.object(0, "network");
            var purpose = call.text(1);
            network.set(
                    "purpose",
                    network.list("purpose").stream()
                            .filter(each -> !each.equals(purpose))
                            .toList());
            return Call.VOID;
        });
    }

    private static Map<String, Object> withBridge(Call call) {
        var struct = new LinkedHashMap<>(call.struct(0));
        struct.putIfAbsent("bridge", "xapi" + call.database().all("network").size());
        return struct;
    }

    private static Object addPurpose(Call call) {
        var network = call.object(0, "network");
        var purpose = call.text(1);
        var conflict = CONFLICTS.get(purpose);
        if (conflict == null) {
            throw XapiError.of("INVALID_VALUE", "purpose", purpose);
        }
        if (!network.flag("managed")) {
            throw XapiError.of("NETWORK_UNMANAGED", network.ref());
        }
        boolean clash = call.database().all("network").stream()
                .anyMatch(each -> each.list("purpose").contains(conflict));
        if (clash) {
            throw XapiError.of("NETWORK_INCOMPATIBLE_PURPOSES", purpose, conflict);
        }
        var purposes = new ArrayList<>(network.list("purpose"));
        if (!purposes.contains(purpose)) {
            call.pool().purposesChanged();
            purposes.add(purpose);
        }
        network.set("purpose", List.copyOf(purposes));
        return Call.VOID;
    }
}
