package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.xen.XenPool;

/// The ways out of this process, and the keys that it holds.
public record Doors(Pools pools, Stores stores, Keys keys) {
    /// Opens pools; the caller closes them.
    public interface Pools {
        XenPool connect(PoolAccess access);
    }

    /// Opens object stores; the caller closes them.
    public interface Stores {
        ObjectStore open(StorageAccess access);
    }

    /// Knows what opens repositories.
    public interface Keys {
        Unlock unlock(Encryption encryption);

        /// For a repository that is created.
        RepositoryOptions options(Encryption encryption);
    }
}
