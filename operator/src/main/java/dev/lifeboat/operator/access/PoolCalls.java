package dev.lifeboat.operator.access;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Makes calls to a pool through a session that others share.
public interface PoolCalls {
    /// @throws Problem with a reason of the XenHypervisor when the pool cannot be reached or does not let us in
    /// @throws XenException when it refused the particular call
    <T> T call(XenHypervisor hypervisor, Function<XenPool, T> calls);

    /// With a session that is open from before, though the XenHypervisor or its Secret may be gone since:
    /// for what is to be tidied up while a namespace goes.
    ///
    /// @return empty where none is open
    <T> Optional<T> callIfOpen(String namespace, String hypervisor, Function<XenPool, T> calls);

    /// As [#call], for calls without a result.
    default void run(XenHypervisor hypervisor, Consumer<XenPool> calls) {
        call(hypervisor, pool -> {
            calls.accept(pool);
            return hypervisor;
        });
    }
}
