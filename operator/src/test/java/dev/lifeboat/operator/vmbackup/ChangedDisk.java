package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus.Kind;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// When a disk is not the one that the last point has.
final class ChangedDisk {
    private ChangedDisk() {}

    static Stream<FullRead> rows() {
        var grown = Sample.snapshot(true, Sample.SIZE + 1, Sample.markers(Sample.UID));
        return Stream.of(
                new FullRead(
                        "the disk is new",
                        Choice.seen(
                                List.of(Sample.base()),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "1", Choice.OTHER)),
                        FullReason.DiskAdded),
                new FullRead(
                        "another disk was in its place",
                        Choice.seen(
                                List.of(Sample.base()),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        FullReason.VdiReplaced),
                new FullRead(
                        "the VM was reverted",
                        Choice.since(
                                reverted(Sample.SR, "root"),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        FullReason.VmReverted),
                new FullRead(
                        "the disk was replaced by one that is no clone of the snapshot before",
                        Choice.since(
                                reverted(Sample.SR, "data"),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        FullReason.VdiReplaced),
                new FullRead(
                        "somebody took a snapshot, and the disk before is still in the pool",
                        Choice.since(
                                new DisksSince(reverted(Sample.SR, "root").parent(), Set.of()),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        FullReason.VdiReplaced),
                new FullRead(
                        "the disk moved to other storage",
                        Choice.since(
                                new DisksSince(Optional.empty(), Set.of(Choice.OTHER)),
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Choice.OTHER, Choice.OTHER, true, false))),
                        FullReason.SrMigrated),
                new FullRead(
                        "the disk moved and there is an older snapshot of it where it was",
                        Choice.since(
                                reverted(Choice.OTHER, "root"),
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Choice.OTHER, Choice.OTHER, true, false))),
                        FullReason.SrMigrated),
                new FullRead(
                        "a disk of other storage took its place, and the one before still exists",
                        Choice.since(
                                DisksSince.UNCHANGED,
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Choice.OTHER, Choice.OTHER, true, false))),
                        FullReason.VdiReplaced),
                new FullRead(
                        "the disk is the same and its storage is not",
                        Choice.seen(
                                List.of(Sample.base()),
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Sample.DISK, Choice.OTHER, true, false))),
                        FullReason.SrMigrated),
                new FullRead(
                        "the disk grew",
                        Specs.spec(),
                        Choice.seen(List.of(Sample.base()), Sample.earlier()),
                        grown,
                        FullReason.VdiResized));
    }

    /// Our snapshot continues from one with a disk of this name, and the disk that the VM had is no more.
    private static DisksSince reverted(UUID sr, String name) {
        var original = new VmSnapshot(
                Choice.OTHER,
                Sample.VM,
                "before the upgrade",
                Sample.NOW.minusSeconds(999_999),
                List.of(new SnapshotDisk("0", Choice.OTHER, Choice.OTHER, name, sr, Sample.SIZE, true)),
                Map.of());
        return new DisksSince(Optional.of(original), Set.of(Choice.OTHER));
    }
}
