package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.xen.XenPool;

/// The two ways out of this process.
public record Doors(Pools pools, Stores stores) {
    /// Opens pools; the caller closes them.
    public interface Pools {
        XenPool connect(PoolAccess access);
    }

    /// Opens object stores; the caller closes them.
    public interface Stores {
        ObjectStore open(StorageAccess access);
    }
}
