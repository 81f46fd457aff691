package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;

/// What of each disk of a snapshot is read, and on which way it comes.
final class DiskReads {
    private final VmBackupSpec spec;
    private final PoolView pool;
    private final Kind kind;

    DiskReads(VmBackupSpec spec, PoolView pool, Kind kind) {
        this.spec = spec;
        this.pool = pool;
        this.kind = kind;
    }

    List<DiskBackup> of(VmSnapshot snapshot) {
        var choice = new BaseChoice(spec, pool, snapshot, kind);
        var reads = snapshot.disks().stream().map(choice::of).toList();
        var route = route(reads);
        return snapshot.disks().stream()
                .map(disk -> order(disk, reads.get(snapshot.disks().indexOf(disk)), route))
                .toList();
    }

    /// An archive has all disks of the VM, so it is taken when all of them are wanted whole.
    private DiskRoute route(List<DiskRead> reads) {
        return switch (kind) {
            case Cbt -> DiskRoute.Nbd;
            case Xva ->
                reads.stream().allMatch(read -> read instanceof DiskRead.All)
                        ? DiskRoute.VmArchive
                        : DiskRoute.VhdStream;
            case Raw ->
                spec.strategy().mode() == BackupStrategy.Mode.Auto
                                && pool.traits().nbd()
                        ? DiskRoute.Nbd
                        : DiskRoute.RawStream;
        };
    }

    private DiskBackup order(SnapshotDisk disk, DiskRead read, DiskRoute route) {
        var bootable = pool.vm() instanceof VmLookup.Found(var vm)
                && vm.disks().stream().anyMatch(live -> live.vdiUuid().equals(disk.vdiUuid()) && live.bootable());
        return new DiskBackup(
                disk.device(),
                disk.vdiUuid(),
                disk.snapshotVdiUuid(),
                disk.name(),
                disk.virtualSizeBytes(),
                bootable,
                read,
                route);
    }
}
