package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.GuestTools;
import dev.lifeboat.xen.VmNic;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a guest tells of itself.
final class GuestMetrics {

    private GuestMetrics() {}

    /// Empty until the tools have told their version.
    static Optional<GuestTools> tools(XapiRecord guest) {
        var version = guest.map("PV_drivers_version");
        if (!version.containsKey("major")) {
            return Optional.empty();
        }
        var numbers =
                List.of(version.get("major"), version.getOrDefault("minor", "0"), version.getOrDefault("micro", "0"));
        return Optional.of(new GuestTools(guest.map("os_version").getOrDefault("name", ""), String.join(".", numbers)));
    }

    static VmNic nic(Lookup lookup, XapiRecord vif, Optional<XapiRecord> guest) {
        String device = vif.text("device");
        return new VmNic(
                device,
                vif.text("MAC"),
                lookup.uuid(vif, "network", "network").orElse(Lookup.NIL),
                guest.map(metrics -> addresses(metrics.map("networks"), device)).orElse(List.of()));
    }

    /// Keys are `0/ip`, `0/ipv4/0`, `0/ipv6/1`; the first repeats the second.
    private static List<String> addresses(Map<String, String> networks, String device) {
        return new TreeMap<>(networks)
                .entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(device + "/ip"))
                        .map(Map.Entry::getValue)
                        .distinct()
                        .toList();
    }
}
