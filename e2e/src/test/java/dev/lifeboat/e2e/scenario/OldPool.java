package dev.lifeboat.e2e.scenario;

import dev.lifeboat.e2e.stack.ForeignPoolClient;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.control.Control;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.pool.XenPools;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One more pool for the operator that runs, in this process, of a release that may be too old for JSON.
record OldPool(SimulatedPool simulated, Lifeboat lifeboat, XenPool pool) implements AutoCloseable {
    static OldPool start(Lifeboat running, PoolOptions options) {
        var simulated = SimulatedPool.start(options);
        var connection = XenPools.connect(
                new PoolAccess(
                        simulated.simulator().endpoints(),
                        new Credentials(options.username(), options.password()),
                        new Trust.CaBundle(simulated.simulator().certificatesPem())),
                "lifeboat-old-releases");
        return new OldPool(simulated, running.with(simulated.pool()), connection);
    }

    Control control() {
        return simulated.simulator().control();
    }

    /// Closes NBD on a release that has it.
    void closeNbd(PoolOptions options) {
        if (!options.profile().has(Feature.CHANGED_BLOCKS)) {
            return;
        }
        try (var connection = new ForeignPoolClient(lifeboat.pool())) {
            connection
                    .call("network.get_all")
                    .valueStream()
                    .forEach(network -> connection.call("network.remove_purpose", network.asText(), "nbd"));
        }
    }

    /// Backups of this namespace that left disks on the pool, by name.
    Set<String> kept(Manifests manifests) {
        var uid = lifeboat.namespaceUid(manifests.namespace());
        return pool.findMarkedVdis("lifeboat:").stream()
                .filter(vdi -> uid.equals(vdi.markers().get("lifeboat:namespace-uid")))
                .filter(vdi -> vdi.markers().containsKey("lifeboat:backup-name"))
                .map(vdi -> vdi.markers().get("lifeboat:backup-name").replaceAll(".*/", ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    List<PoolTask> tasks() {
        return pool.findTasks("lifeboat-agent").stream()
                .filter(PoolTask::running)
                .toList();
    }

    @Override
    public void close() throws IOException {
        pool.close();
        simulated.close();
    }
}
