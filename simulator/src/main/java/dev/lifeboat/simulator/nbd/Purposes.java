package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.profile.Feature;
import java.util.HashSet;

/// Decides by the purposes of all networks, and lets in only what comes to an address on a network with the purpose.
final class Purposes {
    private Purposes() {}

    static SecurityMode modeOf(Pool pool, Host host, String address) {
        if (!pool.profile().has(Feature.CHANGED_BLOCKS) || !pool.purposesInEffect()) {
            return SecurityMode.CLOSED;
        }
        var purposes = new HashSet<String>();
        pool.database().all("network").forEach(network -> purposes.addAll(network.list("purpose")));
        boolean secure = purposes.contains("nbd");
        boolean insecure = purposes.contains("insecure_nbd");
        if (secure == insecure || !open(host, address, secure ? "nbd" : "insecure_nbd")) {
            return SecurityMode.CLOSED;
        }
        return secure ? SecurityMode.TLS_REQUIRED : SecurityMode.CLEAR_TEXT;
    }

    private static boolean open(Host host, String address, String purpose) {
        return host.entity().followAll("PIFs").stream()
                .filter(pif -> pif.text("IP").equals(address))
                .flatMap(pif -> pif.follow("network").stream())
                .anyMatch(network -> network.list("purpose").contains(purpose));
    }
}
