package dev.lifeboat.simulator.control;

import java.util.Map;

/// Counters and leftovers, for tests that assert that nothing is left and how much was read.
public record PoolState(
        long rpcCalls,
        int httpsConnections,
        int nbdConnections,
        long nbdReadBytes,
        long nbdRequests,
        long nbdExportsOpened,
        long exportedBytes,
        long importedBytes,
        long controlDomainVbds,
        int sessions,
        long pendingTasks,
        long vms,
        long snapshotVms,
        long snapshotVdis,
        long hiddenVdis,
        Map<String, Long> vdisByType) {
    public PoolState {
        vdisByType = Map.copyOf(vdisByType);
    }
}
