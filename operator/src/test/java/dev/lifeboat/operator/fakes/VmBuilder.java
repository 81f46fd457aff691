package dev.lifeboat.operator.fakes;

import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A VM of a pool while a test says what is special about it. Until then it is halted and has nothing.
public final class VmBuilder {
    private final VirtualMachine vm;
    private String name;
    private PowerState power;
    private Set<String> tags;
    private List<VmDisk> disks;
    private Set<String> operations;
    private Map<String, String> otherConfig;

    private VmBuilder(VirtualMachine vm) {
        this.vm = vm;
        name = vm.name();
        power = vm.powerState();
        tags = vm.tags();
        disks = vm.disks();
        operations = vm.currentOperations();
        otherConfig = vm.otherConfig();
    }

    public static VmBuilder vm(UUID uuid, String name) {
        return like(new VirtualMachine(
                uuid,
                name,
                "",
                PowerState.HALTED,
                Optional.empty(),
                Set.of(),
                1L << 30,
                2,
                "uefi",
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(),
                Map.of()));
    }

    /// The same VM with something about it changed.
    public static VmBuilder like(VirtualMachine vm) {
        return new VmBuilder(vm);
    }

    public VmBuilder named(String it) {
        name = it;
        return this;
    }

    public VmBuilder power(PowerState it) {
        power = it;
        return this;
    }

    public VmBuilder tags(String... these) {
        tags = Set.of(these);
        return this;
    }

    public VmBuilder disks(List<VmDisk> these) {
        disks = these;
        return this;
    }

    /// What the pool is doing with it.
    public VmBuilder operations(Set<String> these) {
        operations = these;
        return this;
    }

    public VmBuilder otherConfig(Map<String, String> entries) {
        otherConfig = entries;
        return this;
    }

    public VirtualMachine build() {
        return new VirtualMachine(
                vm.uuid(),
                name,
                vm.description(),
                power,
                vm.hostUuid(),
                tags,
                vm.memoryBytes(),
                vm.vcpus(),
                vm.firmware(),
                vm.guestTools(),
                disks,
                vm.nics(),
                operations,
                otherConfig);
    }
}
