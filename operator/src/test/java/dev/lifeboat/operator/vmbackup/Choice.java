package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus.Kind;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// From what the one disk of the sample snapshot is read, by what the pool has and what was backed up before.
final class Choice {
    static final UUID OTHER = UUID.fromString("77777777-0000-0000-0000-000000000000");

    private Choice() {}

    static DiskRead of(VmBackupSpec spec, PoolView pool, VmSnapshot snapshot) {
        return new BaseChoice(spec, pool, snapshot, Strategy.Kind.Cbt)
                .of(snapshot.disks().getFirst());
    }

    static PoolView seen(List<MarkedVdi> vdis, EarlierPoint... history) {
        return Seen.pool(List.of(Sample.snapshot()), vdis, List.of(history));
    }

    static PoolView seen(PoolTraits traits, List<MarkedVdi> vdis, EarlierPoint... history) {
        return Seen.pool(traits, new VmLookup.Found(Sample.vm()), List.of(Sample.snapshot()), vdis, List.of(history));
    }

    static EarlierPoint earlier(Kind kept, EarlierPoint.Disk disk) {
        return new EarlierPoint(
                Sample.EARLIER_UID,
                Sample.NOW.minusSeconds(86_400),
                "bucket",
                Optional.of("gold"),
                Reference.Auto,
                kept,
                List.of(disk));
    }

    static EarlierPoint.Disk disk(String device, UUID vdi, UUID sr, boolean tracked, boolean readWhole) {
        return new EarlierPoint.Disk(
                device, vdi, Optional.of(Sample.BASE), Optional.of(sr), Sample.SIZE, tracked, readWhole);
    }

    static PoolView since(DisksSince since, EarlierPoint... history) {
        return Seen.since(seen(List.of(Sample.base()), history), since);
    }
}
