package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes a [VirtualMachine] of a VM record and what it points to.
final class VirtualMachines {

    private final Lookup lookup;
    private final Function<XapiRecord, Optional<DiskChain>> chains;

    /// Where objects are read one by one, how disks hang together stays unknown.
    VirtualMachines(Lookup lookup) {
        this(lookup, _ -> Optional.empty());
    }

    private VirtualMachines(Lookup lookup, Function<XapiRecord, Optional<DiskChain>> chains) {
        this.lookup = lookup;
        this.chains = chains;
    }

    static VirtualMachines of(RecordSource records) {
        return new VirtualMachines(records, new DiskChains(records)::of);
    }

    /// Neither template, snapshot nor control domain.
    static boolean ordinary(XapiRecord vm) {
        return !vm.flag("is_control_domain") && !vm.flag("is_a_snapshot") && !vm.flag("is_a_template");
    }

    VirtualMachine of(XapiRecord vm) {
        var guest = lookup.follow(vm, "guest_metrics", "VM_guest_metrics");
        return new VirtualMachine(
                vm.uuid(),
                vm.text("name_label"),
                vm.text("name_description"),
                powerState(vm.text("power_state")),
                lookup.uuid(vm, "resident_on", "host"),
                vm.texts("tags"),
                vm.integer("memory_dynamic_max"),
                vm.count("VCPUs_at_startup"),
                vm.map("HVM_boot_params").getOrDefault("firmware", "bios"),
                guest.flatMap(GuestMetrics::tools),
                Vbds.disks(lookup, vm).map(this::disk).toList(),
                lookup.followAll(vm, "VIFs", "VIF").stream()
                        .sorted(Comparator.comparing((XapiRecord vif) -> vif.text("device"), Vbds.BY_POSITION))
                        .map(vif -> GuestMetrics.nic(lookup, vif, guest))
                        .toList(),
                Set.copyOf(vm.map("current_operations").values()),
                vm.map("other_config"));
    }

    private VmDisk disk(Vbds.Disk disk) {
        return new VmDisk(
                disk.vbd().text("userdevice"),
                disk.vdi().uuid(),
                disk.vdi().text("name_label"),
                lookup.uuid(disk.vdi(), "SR", "SR").orElse(Lookup.NIL),
                disk.vdi().integer("virtual_size"),
                disk.vdi().flag("cbt_enabled"),
                disk.vbd().flag("bootable"),
                disk.vbd().text("mode").equals("RO"),
                disk.vdi().texts("tags"),
                chains.apply(disk.vdi()),
                ImageFormats.of(disk.vdi()));
    }

    private static PowerState powerState(String text) {
        try {
            return PowerState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MalformedResponseException("A VM has the power state '" + text + "'", e);
        }
    }
}
