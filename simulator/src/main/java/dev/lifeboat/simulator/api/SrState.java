package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Map;
import java.util.Optional;

/// Whether a repository is plugged and what its driver can do.
public final class SrState {
    private SrState() {}

    /// Why nothing can be done with disks of the repository now, if so.
    static Optional<XapiError> refusal(Entity sr) {
        var pbds = sr.followAll("PBDs");
        if (pbds.isEmpty()) {
            return Optional.of(XapiError.of("SR_HAS_NO_PBDS", sr.ref()));
        }
        return pbds.stream().anyMatch(pbd -> pbd.flag("currently_attached"))
                ? Optional.empty()
                : Optional.of(XapiError.of("SR_NOT_ATTACHED", sr.ref()));
    }

    static void requirePlugged(Entity sr) {
        refusal(sr).ifPresent(error -> {
            throw error;
        });
    }

    static boolean can(Entity sr, String capability) {
        var type = sr.text("type");
        return sr.database().all("SM").stream()
                .filter(driver -> driver.text("type").equals(type))
                .anyMatch(driver -> ((Map<?, ?>) driver.get("features")).containsKey(capability));
    }

    public static boolean pluggedOn(Entity sr, Entity host) {
        return sr.followAll("PBDs").stream()
                .anyMatch(pbd -> pbd.text("host").equals(host.ref()) && pbd.flag("currently_attached"));
    }
}
