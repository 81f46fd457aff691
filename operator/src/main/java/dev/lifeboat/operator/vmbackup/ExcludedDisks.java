package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupStatus.ExcludedDisk;
import dev.lifeboat.operator.selection.DiskSelection;
import dev.lifeboat.operator.selection.Exclusion;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Disks of a VM that its backup does without, each with the reason.
record ExcludedDisks(List<Disk> disks) {
    record Disk(VmDisk disk, Exclusion exclusion) {}

    ExcludedDisks {
        disks = List.copyOf(disks);
    }

    /// As a snapshot that is yet to be taken shall leave them out.
    static ExcludedDisks of(VirtualMachine vm, DiskSelection selection) {
        return new ExcludedDisks(
                vm.disks().stream().flatMap(disk -> of(disk, selection)).toList());
    }

    /// As a snapshot has left them out: disks that it has are in it whatever they are called now, and one
    /// that the VM got since is no matter of this backup.
    static ExcludedDisks of(VirtualMachine vm, VmSnapshot snapshot, DiskSelection selection) {
        Set<UUID> taken = snapshot.disks().stream().map(SnapshotDisk::vdiUuid).collect(Collectors.toUnmodifiableSet());
        return new ExcludedDisks(vm.disks().stream()
                .filter(disk -> !taken.contains(disk.vdiUuid()))
                .flatMap(disk -> of(disk, selection))
                .toList());
    }

    private static Stream<Disk> of(VmDisk disk, DiskSelection selection) {
        return selection.exclusion(disk).stream().map(exclusion -> new Disk(disk, exclusion));
    }

    Set<UUID> vdis() {
        return disks.stream().map(it -> it.disk().vdiUuid()).collect(Collectors.toUnmodifiableSet());
    }

    List<ExcludedDisk> forStatus() {
        return disks.stream()
                .map(it -> new ExcludedDisk(
                        it.disk().device(),
                        it.disk().vdiUuid().toString(),
                        it.disk().name(),
                        it.disk().srUuid().toString(),
                        it.disk().virtualSizeBytes(),
                        it.exclusion().reason().name(),
                        it.exclusion().detail()))
                .toList();
    }
}
