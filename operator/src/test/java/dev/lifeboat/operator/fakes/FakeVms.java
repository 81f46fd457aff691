package dev.lifeboat.operator.fakes;

import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// The VMs of a pool and their disks.
final class FakeVms {
    private final Map<UUID, VirtualMachine> vms = new LinkedHashMap<>();

    void put(VirtualMachine vm) {
        vms.put(vm.uuid(), vm);
    }

    void remove(UUID vm) {
        vms.remove(vm);
    }

    void change(UUID vm, UnaryOperator<VmBuilder> change) {
        vms.computeIfPresent(vm, (_, it) -> change.apply(VmBuilder.like(it)).build());
    }

    List<VirtualMachine> all() {
        return List.copyOf(vms.values());
    }

    Optional<VirtualMachine> find(UUID vm) {
        return Optional.ofNullable(vms.get(vm));
    }

    List<VirtualMachine> findByMarker(String key, String value) {
        return vms.values().stream()
                .filter(vm -> value.equals(vm.otherConfig().get(key)))
                .toList();
    }

    List<VirtualMachine> marked() {
        return vms.values().stream()
                .filter(vm -> !Markers.of(vm.otherConfig()).isEmpty())
                .toList();
    }

    Optional<VdiState> findVdi(UUID vdi) {
        return vms.values().stream()
                .flatMap(vm -> vm.disks().stream())
                .filter(disk -> disk.vdiUuid().equals(vdi))
                .map(disk -> new VdiState(
                        vdi,
                        disk.name(),
                        "user",
                        disk.virtualSizeBytes(),
                        disk.cbtEnabled(),
                        Optional.empty(),
                        disk.srUuid(),
                        VdiState.ImageFormat.VHD,
                        Map.of()))
                .findFirst();
    }

    /// Has the changes of this disk tracked.
    void track(UUID vdi) {
        vms.replaceAll((_, vm) -> VmBuilder.like(vm)
                .disks(vm.disks().stream()
                        .map(disk -> disk.vdiUuid().equals(vdi) ? tracked(disk) : disk)
                        .toList())
                .build());
    }

    private static VmDisk tracked(VmDisk disk) {
        return new VmDisk(
                disk.device(),
                disk.vdiUuid(),
                disk.name(),
                disk.srUuid(),
                disk.virtualSizeBytes(),
                true,
                disk.bootable(),
                disk.readOnly(),
                disk.tags(),
                disk.chain(),
                disk.format());
    }
}
