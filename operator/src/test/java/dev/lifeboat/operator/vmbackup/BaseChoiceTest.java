package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus.Kind;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BaseChoiceTest {
    private static final UUID OTHER = UUID.fromString("77777777-0000-0000-0000-000000000000");

    private static DiskRead choose(VmBackupSpec spec, PoolView pool, VmSnapshot snapshot) {
        return new BaseChoice(spec, pool, snapshot, Strategy.Kind.Cbt)
                .of(snapshot.disks().getFirst());
    }

    private static PoolView seen(List<MarkedVdi> vdis, Earlier... history) {
        return Sample.pool(List.of(Sample.snapshot()), vdis, List.of(history));
    }

    private static PoolView seen(PoolTraits traits, List<MarkedVdi> vdis, Earlier... history) {
        return Sample.pool(traits, new VmLookup.Found(Sample.vm()), List.of(Sample.snapshot()), vdis, List.of(history));
    }

    @ParameterizedTest(name = "{0}: {4}")
    @MethodSource
    void readsAllOfADiskWhen(
            String situation, VmBackupSpec spec, PoolView pool, VmSnapshot snapshot, FullReason reason) {
        assertThat(choose(spec, pool, snapshot)).isEqualTo(new DiskRead.All(reason));
    }

    static Stream<Arguments> readsAllOfADiskWhen() {
        var auto = Sample.spec();
        var full = Sample.spec(BackupType.Full);
        var tracked = Sample.snapshot();
        var untracked = Sample.snapshot(false, Sample.SIZE, Sample.markers(Sample.UID));
        var grown = Sample.snapshot(true, Sample.SIZE + 1, Sample.markers(Sample.UID));
        var trackedJustNow = Sample.snapshot(
                true, Sample.SIZE, Sample.with(Sample.markers(Sample.UID), Markers.CBT_NEW, OTHER + "," + Sample.DISK));
        var base = List.of(Sample.base());
        var earlier = Sample.earlier();
        return Stream.of(
                arguments("a full is asked for", full, seen(base, earlier), tracked, FullReason.UserRequest),
                arguments(
                        "a full is scheduled",
                        Sample.scheduled(full),
                        seen(base, earlier),
                        tracked,
                        FullReason.ScheduledFull),
                arguments("there was none before", auto, seen(List.of()), tracked, FullReason.FirstBackup),
                arguments(
                        "there was none before, though markers claim so",
                        auto,
                        seen(base),
                        tracked,
                        FullReason.FirstBackup),
                arguments(
                        "the policy's last one went elsewhere",
                        auto,
                        seen(base, Sample.earlier("other", Reference.Auto, Kind.MetadataOnly, "0", Sample.DISK)),
                        tracked,
                        FullReason.StorageChanged),
                arguments(
                        "the repository in the storage is another one",
                        auto,
                        seen(
                                List.of(Sample.base(
                                        true,
                                        Sample.SIZE,
                                        Sample.with(Sample.markers(Sample.EARLIER_UID), Markers.STORAGE, "repo-0"))),
                                earlier),
                        tracked,
                        FullReason.StorageChanged),
                arguments(
                        "the disk is new",
                        auto,
                        seen(base, Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "1", OTHER)),
                        tracked,
                        FullReason.DiskAdded),
                arguments(
                        "another disk was in its place",
                        auto,
                        seen(base, Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", OTHER)),
                        tracked,
                        FullReason.VdiReplaced),
                arguments(
                        "the hypervisor rules tracking out",
                        auto,
                        seen(Sample.traits(true, Set.of(Sample.SR), CbtMode.Never, true), base, earlier),
                        tracked,
                        FullReason.CbtNotAllowed),
                arguments(
                        "the pool cannot track",
                        auto,
                        seen(Sample.traits(false, Set.of(), CbtMode.Auto, true), base, earlier),
                        tracked,
                        FullReason.CbtNotAllowed),
                arguments(
                        "tracking could not be switched on",
                        auto,
                        seen(List.of(), earlier),
                        untracked,
                        FullReason.CbtNotAllowed),
                arguments(
                        "somebody switched tracking off", auto, seen(base, earlier), untracked, FullReason.CbtDisabled),
                arguments(
                        "somebody switched tracking off and we switched it on again",
                        auto,
                        seen(base, earlier),
                        trackedJustNow,
                        FullReason.CbtDisabled),
                arguments(
                        "the base lost its tracking",
                        auto,
                        seen(List.of(Sample.base(false, Sample.SIZE, Sample.markers(Sample.EARLIER_UID))), earlier),
                        tracked,
                        FullReason.CbtDisabled),
                arguments(
                        "tracking starts with this run",
                        auto,
                        seen(List.of(), earlier),
                        trackedJustNow,
                        FullReason.CbtJustEnabled),
                arguments(
                        "tracking was switched on by somebody since",
                        auto,
                        seen(List.of(), earlier(Kind.None, disk("0", Sample.DISK, Sample.SR, false, true))),
                        tracked,
                        FullReason.CbtJustEnabled),
                arguments("the base is gone", auto, seen(List.of(), earlier), tracked, FullReason.CbtBaseMissing),
                arguments(
                        "nothing was kept, for nothing was expected to need it",
                        auto,
                        seen(List.of(), Sample.earlier("bucket", Reference.Auto, Kind.None, "0", Sample.DISK)),
                        tracked,
                        FullReason.CbtBaseMissing),
                arguments(
                        "the VM was reverted",
                        auto,
                        since(
                                reverted(Sample.SR, "root"),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", OTHER)),
                        tracked,
                        FullReason.VmReverted),
                arguments(
                        "the disk was replaced by one that is no clone of the snapshot before",
                        auto,
                        since(
                                reverted(Sample.SR, "data"),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", OTHER)),
                        tracked,
                        FullReason.VdiReplaced),
                arguments(
                        "somebody took a snapshot, and the disk before is still in the pool",
                        auto,
                        since(
                                new DisksSince(reverted(Sample.SR, "root").parent(), Set.of()),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "0", OTHER)),
                        tracked,
                        FullReason.VdiReplaced),
                arguments(
                        "the disk moved to other storage",
                        auto,
                        since(
                                new DisksSince(Optional.empty(), Set.of(OTHER)),
                                earlier(Kind.MetadataOnly, disk("0", OTHER, OTHER, true, false))),
                        tracked,
                        FullReason.SrMigrated),
                arguments(
                        "the disk moved and there is an older snapshot of it where it was",
                        auto,
                        since(
                                reverted(OTHER, "root"),
                                earlier(Kind.MetadataOnly, disk("0", OTHER, OTHER, true, false))),
                        tracked,
                        FullReason.SrMigrated),
                arguments(
                        "a disk of other storage took its place, and the one before still exists",
                        auto,
                        since(DisksSince.UNCHANGED, earlier(Kind.MetadataOnly, disk("0", OTHER, OTHER, true, false))),
                        tracked,
                        FullReason.VdiReplaced),
                arguments(
                        "the disk is the same and its storage is not",
                        auto,
                        seen(base, earlier(Kind.MetadataOnly, disk("0", Sample.DISK, OTHER, true, false))),
                        tracked,
                        FullReason.SrMigrated),
                arguments(
                        "the last full read is too long ago",
                        Sample.readingAllEvery(auto, "24h"),
                        seen(base, earlier(Kind.MetadataOnly, disk("0", Sample.DISK, Sample.SR, true, true))),
                        tracked,
                        FullReason.ScheduledFull),
                arguments(
                        "no full read is remembered and the oldest point is too long ago",
                        Sample.readingAllEvery(auto, "24h"),
                        seen(base, earlier),
                        tracked,
                        FullReason.ScheduledFull),
                arguments(
                        "nothing is ever kept",
                        auto,
                        seen(List.of(), Sample.earlier("bucket", Reference.None, Kind.None, "0", Sample.DISK)),
                        tracked,
                        FullReason.UserRequest),
                arguments("the disk grew", auto, seen(base, earlier), grown, FullReason.VdiResized));
    }

    private static Earlier earlier(Kind kept, Earlier.Disk disk) {
        return new Earlier(
                Sample.EARLIER_UID,
                Sample.NOW.minusSeconds(86_400),
                "bucket",
                Optional.of("gold"),
                Reference.Auto,
                kept,
                List.of(disk));
    }

    private static Earlier.Disk disk(String device, UUID vdi, UUID sr, boolean tracked, boolean readWhole) {
        return new Earlier.Disk(
                device, vdi, Optional.of(Sample.BASE), Optional.of(sr), Sample.SIZE, tracked, readWhole);
    }

    private static PoolView since(DisksSince since, Earlier... history) {
        return Sample.with(seen(List.of(Sample.base()), history), since);
    }

    /// Our snapshot continues from one with a disk of this name, and the disk that the VM had is no more.
    private static DisksSince reverted(UUID sr, String name) {
        var original = new VmSnapshot(
                OTHER,
                Sample.VM,
                "before the upgrade",
                Sample.NOW.minusSeconds(999_999),
                List.of(new SnapshotDisk("0", OTHER, OTHER, name, sr, Sample.SIZE, true)),
                Map.of());
        return new DisksSince(Optional.of(original), Set.of(OTHER));
    }

    @Test
    void aFullReadIsNotDueBeforeItsTime() {
        var pool =
                seen(List.of(Sample.base()), earlier(Kind.MetadataOnly, disk("0", Sample.DISK, Sample.SR, true, true)));
        assertThat(choose(Sample.readingAllEvery(Sample.spec(), "24h1s"), pool, Sample.snapshot()))
                .isEqualTo(new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readsChangedBlocksFrom(String situation, PoolView pool, DiskRead expected) {
        assertThat(choose(Sample.spec(), pool, Sample.snapshot())).isEqualTo(expected);
    }

    static Stream<Arguments> readsChangedBlocksFrom() {
        var previous = new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE);
        var newerWithoutBase = new Earlier(
                "5a000000-0000-0000-0000-00000000000f",
                Sample.NOW.minusSeconds(60),
                "bucket",
                Optional.empty(),
                Reference.None,
                Kind.None,
                List.of(new Earlier.Disk(
                        "0", Sample.DISK, Optional.of(OTHER), Optional.of(Sample.SR), Sample.SIZE, true, false)));
        return Stream.of(
                arguments(
                        "the last point that left a base, though a disk is gone",
                        since(
                                new DisksSince(Optional.empty(), Set.of(OTHER)),
                                new Earlier(
                                        Sample.EARLIER_UID,
                                        Sample.NOW.minusSeconds(60),
                                        "bucket",
                                        Optional.empty(),
                                        Reference.Auto,
                                        Kind.MetadataOnly,
                                        List.of(
                                                disk("0", Sample.DISK, Sample.SR, true, true),
                                                disk("1", OTHER, Sample.SR, true, true)))),
                        previous),
                arguments("the last point", seen(List.of(Sample.base()), Sample.earlier()), previous),
                arguments(
                        "the last point that left a base",
                        seen(List.of(Sample.base()), newerWithoutBase, Sample.earlier()),
                        previous),
                arguments(
                        "a point of the disk at another place",
                        seen(
                                List.of(Sample.base()),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "3", Sample.DISK)),
                        previous));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void neverTrustsAMarkerAlone(String situation, MarkedVdi inherited) {
        var read = choose(Sample.spec(), seen(List.of(inherited), Sample.earlier()), Sample.snapshot());
        assertThat(read).isEqualTo(new DiskRead.All(FullReason.CbtBaseMissing));
    }

    static Stream<Arguments> neverTrustsAMarkerAlone() {
        var markers = Sample.markers(Sample.EARLIER_UID);
        return Stream.of(
                arguments(
                        "a snapshot that somebody took after reverting to ours",
                        new MarkedVdi(OTHER, Optional.of(Sample.DISK), "user", true, Sample.SIZE, markers)),
                arguments(
                        "a base of a disk that is no more",
                        new MarkedVdi(
                                Sample.BASE, Optional.empty(), MarkedVdi.CBT_METADATA, true, Sample.SIZE, markers)),
                arguments(
                        "a base of another disk",
                        new MarkedVdi(
                                Sample.BASE, Optional.of(OTHER), MarkedVdi.CBT_METADATA, true, Sample.SIZE, markers)));
    }
}
