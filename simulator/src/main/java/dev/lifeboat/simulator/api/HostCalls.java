package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Map;

/// Questions to a host.
final class HostCalls {
    private HostCalls() {}

    static void register(MethodTable table) {
        table.field("host.get_servertime", 1, call -> {
            call.object(0, "host");
            return call.pool().clock().instant();
        });
        table.field("host.get_server_localtime", 1, call -> {
            call.object(0, "host");
            return call.pool().clock().instant();
        });
        table.field("host.get_server_certificate", 1, call -> {
            var ref = call.object(0, "host").ref();
            return call.pool().hosts().stream()
                    .filter(host -> host.entity().ref().equals(ref))
                    .map(host -> host.certificate().pem())
                    .findFirst()
                    .orElseThrow(() -> XapiError.of("HANDLE_INVALID", "host", ref));
        });
        table.atomic("host.call_plugin", 4, call -> {
            throw XapiError.of("XENAPI_MISSING_PLUGIN", call.text(1));
        });
        table.atomic("pool.sync_database", 0, _ -> Call.VOID);
        table.field("pool.get_license_state", 1, _ -> Map.of("edition", "xcp-ng", "expiry", "never"));
    }
}
