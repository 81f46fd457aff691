package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Optional;
import java.util.UUID;

/// Which host is the master now.
final class MasterHost {

    private final PoolObjects objects;

    MasterHost(PoolObjects objects) {
        this.objects = objects;
    }

    /// Empty for the moment in which it changes.
    Optional<UUID> uuid() {
        return objects.all("pool").values().stream()
                .findFirst()
                .flatMap(pool -> pool.ref("master"))
                .flatMap(master -> objects.find("host", master))
                .map(XapiRecord::uuid);
    }
}
