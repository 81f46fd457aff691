package dev.lifeboat.simulator;

import dev.lifeboat.simulator.database.Entity;
import java.util.List;

/// A VM as tests refer to it.
public record RunningVm(String uuid, String name, List<Disk> disks) {
    /// One of its disks.
    public record Disk(String userdevice, String vdiUuid, long sizeBytes) {}

    public RunningVm {
        disks = List.copyOf(disks);
    }

    static RunningVm of(Entity vm) {
        var disks = vm.followAll("VBDs").stream()
                .filter(vbd -> vbd.text("type").equals("Disk"))
                .flatMap(vbd -> vbd
                        .follow("VDI")
                        .map(vdi -> new Disk(vbd.text("userdevice"), vdi.uuid(), vdi.number("virtual_size")))
                        .stream())
                .toList();
        return new RunningVm(vm.uuid(), vm.text("name_label"), disks);
    }
}
