package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.XenPool;
import java.util.Optional;

/// Opens pools.
public final class PoolConnection {

    private PoolConnection() {}

    /// See [XenPool#connect].
    public static XenPool open(PoolAccess access, String originator) {
        return Optional.<XenPool>empty()
                .orElseThrow(() -> new IllegalStateException(originator + " cannot connect to " + access.endpoints()));
    }
}
