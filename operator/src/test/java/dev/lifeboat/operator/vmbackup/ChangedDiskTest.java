package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskRead;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// When a disk is not the one that the last point has.
class ChangedDiskTest {
    @ParameterizedTest
    @MethodSource
    void readsAllOfADiskWhen(FullRead row) {
        assertThat(row.choice()).isEqualTo(new DiskRead.All(row.reason()));
    }

    static Stream<FullRead> readsAllOfADiskWhen() {
        var auto = Specs.spec();
        var tracked = Sample.snapshot();
        var grown = Sample.snapshot(true, Sample.SIZE + 1, Sample.markers(Sample.UID));
        var base = List.of(Sample.base());
        var earlier = Sample.earlier();
        return Stream.of(
                new FullRead(
                        "the disk is new",
                        auto,
                        Choice.seen(
                                base, Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "1", Choice.OTHER)),
                        tracked,
                        FullReason.DiskAdded),
                new FullRead(
                        "another disk was in its place",
                        auto,
                        Choice.seen(
                                base, Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        tracked,
                        FullReason.VdiReplaced),
                new FullRead(
                        "the VM was reverted",
                        auto,
                        Choice.since(
                                reverted(Sample.SR, "root"),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        tracked,
                        FullReason.VmReverted),
                new FullRead(
                        "the disk was replaced by one that is no clone of the snapshot before",
                        auto,
                        Choice.since(
                                reverted(Sample.SR, "data"),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        tracked,
                        FullReason.VdiReplaced),
                new FullRead(
                        "somebody took a snapshot, and the disk before is still in the pool",
                        auto,
                        Choice.since(
                                new DisksSince(reverted(Sample.SR, "root").parent(), Set.of()),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", Choice.OTHER)),
                        tracked,
                        FullReason.VdiReplaced),
                new FullRead(
                        "the disk moved to other storage",
                        auto,
                        Choice.since(
                                new DisksSince(Optional.empty(), Set.of(Choice.OTHER)),
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Choice.OTHER, Choice.OTHER, true, false))),
                        tracked,
                        FullReason.SrMigrated),
                new FullRead(
                        "the disk moved and there is an older snapshot of it where it was",
                        auto,
                        Choice.since(
                                reverted(Choice.OTHER, "root"),
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Choice.OTHER, Choice.OTHER, true, false))),
                        tracked,
                        FullReason.SrMigrated),
                new FullRead(
                        "a disk of other storage took its place, and the one before still exists",
                        auto,
                        Choice.since(
                                DisksSince.UNCHANGED,
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Choice.OTHER, Choice.OTHER, true, false))),
                        tracked,
                        FullReason.VdiReplaced),
                new FullRead(
                        "the disk is the same and its storage is not",
                        auto,
                        Choice.seen(
                                base,
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Sample.DISK, Choice.OTHER, true, false))),
                        tracked,
                        FullReason.SrMigrated),
                new FullRead("the disk grew", auto, Choice.seen(base, earlier), grown, FullReason.VdiResized));
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
