package dev.lifeboat.simulator.control;

import java.util.Map;

/// Counters and leftovers, for tests that assert that nothing is left and how much was read.
///
/// @param httpsBytesByAddress in and out, calls and transfers alike
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
        Map<String, Long> vdisByType,
        Map<String, Long> httpsBytesByAddress,
        Map<String, Long> nbdBytesByAddress) {
    public PoolState {
        httpsBytesByAddress = Map.copyOf(httpsBytesByAddress);
        nbdBytesByAddress = Map.copyOf(nbdBytesByAddress);
        vdisByType = Map.copyOf(vdisByType);
    }
}
