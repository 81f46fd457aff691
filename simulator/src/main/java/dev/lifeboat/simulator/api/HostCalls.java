package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Map;

/// Questions to a host, and taking it out of service.
final class HostCalls {
    private HostCalls() {}

    static void register(MethodTable table) {
        for (var question : new String[] {"host.get_servertime", "host.get_server_localtime"}) {
            table.field(question, 1, call -> {
                var host = call.pool().host(call.object(0, "host").ref());
                return call.pool().timeOn(host);
            });
        }
        table.field(
                "host.get_server_certificate",
                1,
                call -> call.pool()
                        .host(call.object(0, "host").ref())
                        .certificate()
                        .pem());
        table.field("host.compute_free_memory", 1, call -> freeMemory(call.object(0, "host")));
        enabling(table, "enable", true);
        enabling(table, "disable", false);
        table.atomic("host.call_plugin", 4, call -> {
            call.object(0, "host");
            throw XapiError.of("XENAPI_MISSING_PLUGIN", call.text(1));
        });
        table.atomic("pool.sync_database", 0, _ -> Call.VOID);
        table.field("pool.get_license_state", 1, call -> {
            call.object(0, "pool");
            return Map.of("edition", "xcp-ng", "expiry", "never");
        });
        table.atomic("pool.designate_new_master", 1, call -> {
            var host = call.object(0, "host");
            Placement.alive(host).ifPresent(error -> {
                throw error;
            });
            call.pool().makeMaster(call.pool().host(host.ref()));
            return Call.VOID;
        });
    }

    private static void enabling(MethodTable table, String name, boolean enabled) {
        table.atomic("host." + name, 1, call -> {
            call.object(0, "host").set("enabled", enabled);
            return Call.VOID;
        });
    }

    /// What the VMs on the host have left of its memory.
    static long freeMemory(Entity host) {
        long total = host.follow("metrics")
                .map(metrics -> metrics.number("memory_total"))
                .orElse(0L);
        long taken = host.followAll("resident_VMs").stream()
                .mapToLong(vm -> vm.number("memory_dynamic_max"))
                .sum();
        return Math.max(0, total - taken);
    }
}
