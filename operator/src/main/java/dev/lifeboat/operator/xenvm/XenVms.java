package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenVm;
import dev.lifeboat.crds.XenVmReason;
import dev.lifeboat.crds.XenVmStatus;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.metrics.Meters;
import dev.lifeboat.operator.status.ConditionsBuilder;
import dev.lifeboat.xen.VirtualMachine;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Keeps the XenVm objects of a pool equal to what is known of its VMs.
public final class XenVms {
    private static final String PRESENT = "Present";
    private static final String PROTECTED = "Protected";
    private static final String CHAIN_HEALTHY = "ChainHealthy";
    private static final String CBT_AVAILABLE = "CbtAvailable";

    private final XenVmWriter writer;
    private final Clock clock;

    public XenVms(XenVmWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /// What is known of one pool beside its inventory.
    ///
    /// @param policies that refer to the pool
    /// @param backups  of VMs of the pool
    /// @param published objects that exist now
    public record Surroundings(
            Collection<BackupPolicy> policies, Collection<VmBackup> backups, Collection<XenVm> published) {}

    /// @param vms for the metrics
    public record Outcome(int protectedVms, int unprotectedVms, List<Meters.Vm> vms) {}

    /// Writes what differs, and takes away what stands for nothing any more.
    public Outcome publish(XenHypervisor hypervisor, InventoryReading reading, Surroundings surroundings) {
        var inventory = reading.inventory();
        var tracking = ChangeTracking.OfPool.of(hypervisor.getSpec().cbt().mode(), reading);
        var translation = new XenVmTranslation(hypervisor, inventory.pool());
        var protection = new Protection(surroundings.policies());
        var history = new BackupHistory(surroundings.backups());
        var published = byUuid(surroundings.published());
        var meters = new ArrayList<Meters.Vm>();
        var protectedVms = 0;
        for (var vm : inventory.vms()) {
            var uuid = vm.uuid().toString();
            var policies = protection.active(vm);
            protectedVms += policies.isEmpty() ? 0 : 1;
            var existing = Optional.ofNullable(published.remove(uuid));
            if (hypervisor.getSpec().inventory().publishVms()) {
                var object = translation.object(vm);
                existing.ifPresent(old ->
                        object.getMetadata().setGeneration(old.getMetadata().getGeneration()));
                var excluded = protection.excluded(vm);
                var conditions = found(
                        object,
                        existing,
                        new Standing(
                                vm,
                                policies,
                                protection.suspended(vm),
                                excluded,
                                protection.maxChainLength(vm),
                                tracking.of(vm)));
                writer.write(object, translation.status(vm, policies, excluded, history, conditions), existing);
            } else {
                existing.ifPresent(writer::delete);
            }
            meters.add(meters(vm, history));
        }
        published.values().forEach(gone -> endOf(gone, history));
        return new Outcome(protectedVms, inventory.vms().size() - protectedVms, meters);
    }

    /// The pool cannot be asked: what is written may be true no longer.
    public void unreachable(Collection<XenVm> published, String message) {
        for (var vm : published) {
            var status = vm.getStatus();
            if (status != null) {
                writer.writeStatus(
                        vm,
                        withConditions(
                                status,
                                new ConditionsBuilder(status.conditions(), vm, clock)
                                        .isUnknown(PRESENT, XenVmReason.PoolUnreachable, message)
                                        .keep(PROTECTED)
                                        .keep(CHAIN_HEALTHY)
                                        .keep(CBT_AVAILABLE)
                                        .build()));
            }
        }
    }

    /// @param excluded disks that no policy backs up
    private record Standing(
            VirtualMachine vm,
            List<String> policies,
            List<String> suspended,
            Map<UUID, String> excluded,
            int maxChainLength,
            ChangeTracking tracking) {}

    private List<Condition> found(XenVm object, Optional<XenVm> existing, Standing standing) {
        var policies = standing.policies();
        var suspended = standing.suspended();
        var previous =
                existing.map(XenVm::getStatus).map(XenVmStatus::conditions).orElse(null);
        var conditions = new ConditionsBuilder(previous, object, clock)
                .isTrue(PRESENT, XenVmReason.Found, "The pool has this VM");
        if (!policies.isEmpty() && !standing.excluded().isEmpty()) {
            conditions.isTrue(
                    PROTECTED,
                    XenVmReason.DisksPartlyExcluded,
                    "Selected by " + String.join(", ", policies) + ", without "
                            + standing.excluded().size() + " of its "
                            + standing.vm().disks().size() + " disks; see status.disks[].excludedBy");
        } else if (!policies.isEmpty()) {
            conditions.isTrue(PROTECTED, XenVmReason.InPolicy, "Selected by " + String.join(", ", policies));
        } else if (!suspended.isEmpty()) {
            conditions.isFalse(
                    PROTECTED,
                    XenVmReason.NoPolicy,
                    "Selected by " + String.join(", ", suspended) + ", which is suspended");
        } else {
            conditions.isFalse(PROTECTED, XenVmReason.NoPolicy, "No BackupPolicy selects this VM");
        }
        var chains = ChainHealth.of(standing.vm(), standing.maxChainLength());
        conditions.with(CHAIN_HEALTHY, chains.status(), chains.reason(), chains.message());
        var tracking = standing.tracking();
        conditions.with(CBT_AVAILABLE, tracking.available() ? "True" : "False", tracking.reason(), tracking.message());
        return conditions.build();
    }

    /// Stays, for whoever looks for its backups, as long as there are any.
    private void endOf(XenVm gone, BackupHistory history) {
        var status = gone.getStatus();
        if (status == null || !history.has(gone.getSpec().uuid())) {
            writer.delete(gone);
            return;
        }
        writer.writeStatus(
                gone,
                withConditions(
                        status,
                        new ConditionsBuilder(status.conditions(), gone, clock)
                                .isFalse(
                                        PRESENT,
                                        XenVmReason.Gone,
                                        "The pool has no such VM any more; its backups can be restored")
                                .isFalse(PROTECTED, XenVmReason.NoPolicy, "The VM is gone")
                                .build()));
    }

    private static XenVmStatus withConditions(XenVmStatus status, List<Condition> conditions) {
        return new XenVmStatus(
                status.name(),
                status.description(),
                status.powerState(),
                status.hostUUID(),
                status.pool(),
                status.tags(),
                status.memoryBytes(),
                status.vcpus(),
                status.firmware(),
                status.guestTools(),
                status.disks(),
                status.diskCount(),
                status.sizeText(),
                status.networks(),
                status.policies(),
                status.lastBackup(),
                status.lastSuccess(),
                conditions);
    }

    private static Meters.Vm meters(VirtualMachine vm, BackupHistory history) {
        var uuid = vm.uuid().toString();
        return new Meters.Vm(uuid, vm.name(), history.lastSuccess(uuid).map(XenVmStatus.LastSuccess::pointInTime));
    }

    private static Map<String, XenVm> byUuid(Collection<XenVm> vms) {
        return vms.stream().collect(Collectors.toMap(vm -> vm.getSpec().uuid(), Function.identity(), (one, _) -> one));
    }
}
