package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorStatus;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.janitor.Sweep;
import dev.lifeboat.operator.route.TransferRoutes;
import dev.lifeboat.operator.status.Verdict;
import dev.lifeboat.operator.xenvm.XenVms;
import dev.lifeboat.xen.InventoryChange;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole status of a XenHypervisor.
final class HypervisorStatus {
    private final XenHypervisor hypervisor;
    private final Clock clock;

    HypervisorStatus(XenHypervisor hypervisor, Clock clock) {
        this.hypervisor = hypervisor;
        this.clock = clock;
    }

    XenHypervisorStatus connected(
            InventoryReading reading,
            XenVms.Outcome vms,
            Optional<Sweep> sweep,
            Optional<InventoryChange.Source> followed) {
        var inventory = reading.inventory();
        var transfer = hypervisor.getSpec().transfer();
        var view = new PoolFacts(reading, new NbdVerdict(transfer, reading), TransferRoutes.of(transfer, reading));
        var pool = inventory.pool();
        var conditions = new HypervisorConditions(hypervisor, clock)
                .connected(
                        (pool.name().isEmpty() ? pool.uuid().toString() : pool.name()) + ", " + pool.product() + " "
                                + pool.version(),
                        reading,
                        sweep,
                        followed);
        return new XenHypervisorStatus(
                hypervisor.getMetadata().getGeneration(),
                phase(conditions),
                conditions,
                view.pool(),
                view.hosts(),
                view.storageRepositories(),
                view.networks(),
                view.capabilities(),
                new XenHypervisorStatus.Counts(
                        inventory.hosts().size(), inventory.vms().size(), vms.protectedVms(), vms.unprotectedVms()),
                reading.at().truncatedTo(ChronoUnit.SECONDS),
                masterChange(pool.masterUuid().toString()),
                sweep.map(it -> it.remaining().size()).orElse(null),
                sweep.map(Sweep::remainingBytes).orElse(null));
    }

    /// When another host was found to be the master, which may be a while after it became that.
    private @Nullable Instant masterChange(String master) {
        var known = hypervisor.getStatus();
        if (known == null || known.pool() == null) {
            return null;
        }
        return known.pool().masterHostUUID().equals(master)
                ? known.lastMasterChangeTime()
                : clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /// What was known of the pool stays: it is the best there is.
    XenHypervisorStatus failed(Verdict verdict, Throwable cause) {
        var known = hypervisor.getStatus();
        return new XenHypervisorStatus(
                hypervisor.getMetadata().getGeneration(),
                XenHypervisorStatus.Phase.NotReady,
                new HypervisorConditions(hypervisor, clock).failed(verdict, cause),
                known == null ? null : known.pool(),
                known == null ? null : known.hosts(),
                known == null ? null : known.storageRepositories(),
                known == null ? null : known.networks(),
                known == null ? null : known.capabilities(),
                known == null ? null : known.counts(),
                known == null ? null : known.lastInventoryTime(),
                known == null ? null : known.lastMasterChangeTime(),
                known == null ? null : known.leftoverSnapshots(),
                known == null ? null : known.leftoverSnapshotBytes());
    }

    private static XenHypervisorStatus.Phase phase(List<Condition> conditions) {
        if (!Conditions.isTrue(conditions, Conditions.READY)) {
            return XenHypervisorStatus.Phase.NotReady;
        }
        return HypervisorConditions.degraded(conditions)
                ? XenHypervisorStatus.Phase.Degraded
                : XenHypervisorStatus.Phase.Ready;
    }
}
