package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenVm;
import dev.lifeboat.crds.XenVmStatus;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.metrics.Meters;
import dev.lifeboat.xen.VirtualMachine;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Keeps the XenVm objects of a pool equal to what is known of its VMs.
public final class XenVms {
    private final XenVmWriter writer;
    private final XenVmConditions conditions;

    public XenVms(XenVmWriter writer, Clock clock) {
        this.writer = writer;
        this.conditions = new XenVmConditions(clock);
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
            var standing = XenVmConditions.Standing.of(vm, protection, tracking.of(vm));
            protectedVms += standing.policies().isEmpty() ? 0 : 1;
            var existing = Optional.ofNullable(published.remove(uuid));
            if (hypervisor.getSpec().inventory().publishVms()) {
                var object = translation.object(vm);
                existing.ifPresent(old ->
                        object.getMetadata().setGeneration(old.getMetadata().getGeneration()));
                var found = conditions.found(object, existing, standing);
                var status = translation.status(vm, standing.policies(), standing.excluded(), history, found);
                writer.write(object, status, existing);
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
                writer.writeStatus(vm, withConditions(status, conditions.unreachable(vm, status, message)));
            }
        }
    }

    /// Stays, for whoever looks for its backups, as long as there are any.
    private void endOf(XenVm gone, BackupHistory history) {
        var status = gone.getStatus();
        if (status == null || !history.has(gone.getSpec().uuid())) {
            writer.delete(gone);
            return;
        }
        writer.writeStatus(gone, withConditions(status, conditions.gone(gone, status)));
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
