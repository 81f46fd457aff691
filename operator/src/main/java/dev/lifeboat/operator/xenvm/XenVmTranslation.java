package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenVm;
import dev.lifeboat.crds.XenVmSpec;
import dev.lifeboat.crds.XenVmStatus;
import dev.lifeboat.operator.naming.Labels;
import dev.lifeboat.operator.status.ByteSize;
import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A VM in the words of Kubernetes.
///
/// @param hypervisor that the VM belongs to
record XenVmTranslation(XenHypervisor hypervisor, Pool pool) {

    static String name(XenHypervisor hypervisor, String vmUuid) {
        return hypervisor.getMetadata().getName() + "-" + vmUuid;
    }

    /// Without status.
    XenVm object(VirtualMachine vm) {
        var uuid = vm.uuid().toString();
        var object = new XenVm();
        object.setMetadata(new ObjectMetaBuilder()
                .withName(name(hypervisor, uuid))
                .withNamespace(hypervisor.getMetadata().getNamespace())
                .withLabels(labels(vm))
                .withOwnerReferences(owner())
                .build());
        object.setSpec(new XenVmSpec(new LocalRef(hypervisor.getMetadata().getName()), uuid));
        return object;
    }

    Map<String, String> labels(VirtualMachine vm) {
        var labels = new HashMap<String, String>();
        labels.put(Labels.HYPERVISOR, Labels.value(hypervisor.getMetadata().getName()));
        labels.put(Labels.POOL_UUID, pool.uuid().toString());
        labels.put(Labels.POWER_STATE, powerState(vm.powerState()));
        vm.tags().stream().filter(Labels::fits).forEach(tag -> labels.put(Labels.TAG_PREFIX + tag, ""));
        return Map.copyOf(labels);
    }

    XenVmStatus status(
            VirtualMachine vm,
            List<String> policies,
            Map<UUID, String> excluded,
            BackupHistory history,
            List<Condition> conditions) {
        var uuid = vm.uuid().toString();
        return new XenVmStatus(
                vm.name(),
                vm.description(),
                powerState(vm.powerState()),
                vm.hostUuid().map(Object::toString).orElse(null),
                new XenVmStatus.PoolRef(pool.uuid().toString(), pool.name()),
                vm.tags().stream().sorted().toList(),
                vm.memoryBytes(),
                vm.vcpus(),
                vm.firmware(),
                vm.guestTools()
                        .map(tools -> new XenVmStatus.GuestToolsStatus(tools.os(), tools.version()))
                        .orElse(null),
                vm.disks().stream()
                        .map(disk -> disk(disk, excluded.get(disk.vdiUuid())))
                        .toList(),
                vm.disks().size(),
                new ByteSize(vm.disks().stream()
                                .mapToLong(VmDisk::virtualSizeBytes)
                                .sum())
                        .text(),
                vm.nics().stream()
                        .map(nic -> new XenVmStatus.NicStatus(
                                nic.device(), nic.mac(), nic.networkUuid().toString(), nic.ips()))
                        .toList(),
                policies,
                history.last(uuid).orElse(null),
                history.lastSuccess(uuid).orElse(null),
                conditions);
    }

    private static XenVmStatus.DiskStatus disk(VmDisk disk, @Nullable String excludedBy) {
        return new XenVmStatus.DiskStatus(
                disk.device(),
                disk.vdiUuid().toString(),
                disk.name(),
                disk.srUuid().toString(),
                disk.virtualSizeBytes(),
                disk.bootable(),
                disk.cbtEnabled(),
                disk.chain().map(DiskChain::length).orElse(null),
                excludedBy);
    }

    /// As selectors spell it.
    private static String powerState(PowerState state) {
        return switch (state) {
            case HALTED -> VmSelector.PowerState.Halted.name();
            case PAUSED -> VmSelector.PowerState.Paused.name();
            case RUNNING -> VmSelector.PowerState.Running.name();
            case SUSPENDED -> VmSelector.PowerState.Suspended.name();
        };
    }

    /// The objects are a view of the pool and go with it; backups stay.
    private OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion(hypervisor.getApiVersion())
                .withKind(hypervisor.getKind())
                .withName(hypervisor.getMetadata().getName())
                .withUid(hypervisor.getMetadata().getUid())
                .withController(true)
                .build();
    }
}
