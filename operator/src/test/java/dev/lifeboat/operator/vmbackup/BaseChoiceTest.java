package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus.Kind;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.xen.MarkedVdi;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which point a disk is read from, and when all of it is read though it could be compared.
class BaseChoiceTest {
    @ParameterizedTest
    @MethodSource({
        "readsAllOfADiskWhen",
        "dev.lifeboat.operator.vmbackup.ChangedDisk#rows",
        "dev.lifeboat.operator.vmbackup.LostTrack#rows"
    })
    void readsAllOfADiskWhen(FullRead row) {
        assertThat(row.choice()).isEqualTo(new DiskRead.All(row.reason()));
    }

    static Stream<FullRead> readsAllOfADiskWhen() {
        var full = Specs.spec(BackupType.Full);
        return Stream.of(
                new FullRead(
                        "a full is asked for",
                        full,
                        Choice.seen(List.of(Sample.base()), Sample.earlier()),
                        Sample.snapshot(),
                        FullReason.UserRequest),
                new FullRead(
                        "a full is scheduled",
                        Specs.scheduled(full),
                        Choice.seen(List.of(Sample.base()), Sample.earlier()),
                        Sample.snapshot(),
                        FullReason.ScheduledFull),
                new FullRead("there was none before", Choice.seen(List.of()), FullReason.FirstBackup),
                new FullRead(
                        "there was none before, though markers claim so",
                        Choice.seen(List.of(Sample.base())),
                        FullReason.FirstBackup),
                new FullRead(
                        "the policy's last one went elsewhere",
                        Choice.seen(
                                List.of(Sample.base()),
                                Sample.earlier("other", Reference.Auto, Kind.MetadataOnly, "0", Sample.DISK)),
                        FullReason.StorageChanged),
                new FullRead(
                        "the repository in the storage is another one",
                        Choice.seen(
                                List.of(Sample.base(
                                        true,
                                        Sample.SIZE,
                                        Sample.marked(
                                                Sample.markers(Sample.EARLIER_UID),
                                                MarkerKeys.REPOSITORY_ID,
                                                "repo-0"))),
                                Sample.earlier()),
                        FullReason.StorageChanged),
                new FullRead(
                        "the last full read is too long ago",
                        Specs.readingAllEvery(Specs.spec(), "24h"),
                        Choice.seen(
                                List.of(Sample.base()),
                                Choice.earlier(
                                        Kind.MetadataOnly, Choice.disk("0", Sample.DISK, Sample.SR, true, true))),
                        Sample.snapshot(),
                        FullReason.ScheduledFull),
                new FullRead(
                        "no full read is remembered and the oldest point is too long ago",
                        Specs.readingAllEvery(Specs.spec(), "24h"),
                        Choice.seen(List.of(Sample.base()), Sample.earlier()),
                        Sample.snapshot(),
                        FullReason.ScheduledFull),
                new FullRead(
                        "nothing is ever kept",
                        Choice.seen(List.of(), Sample.earlier("bucket", Reference.None, Kind.None, "0", Sample.DISK)),
                        FullReason.UserRequest));
    }

    @Test
    void aFullReadIsNotDueBeforeItsTime() {
        var pool = Choice.seen(
                List.of(Sample.base()),
                Choice.earlier(Kind.MetadataOnly, Choice.disk("0", Sample.DISK, Sample.SR, true, true)));
        assertThat(Choice.of(Specs.readingAllEvery(Specs.spec(), "24h1s"), pool, Sample.snapshot()))
                .isEqualTo(new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readsChangedBlocksFrom(String situation, PoolView pool, DiskRead expected) {
        assertThat(Choice.of(Specs.spec(), pool, Sample.snapshot())).isEqualTo(expected);
    }

    static Stream<Arguments> readsChangedBlocksFrom() {
        var previous = new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE);
        var newerWithoutBase = new EarlierPoint(
                "5a000000-0000-0000-0000-00000000000f",
                Sample.NOW.minusSeconds(60),
                "bucket",
                Optional.empty(),
                Reference.None,
                Kind.None,
                List.of(new EarlierPoint.Disk(
                        "0",
                        Sample.DISK,
                        Optional.of(Choice.OTHER),
                        Optional.of(Sample.SR),
                        Sample.SIZE,
                        true,
                        false)));
        return Stream.of(
                arguments(
                        "the last point that left a base, though a disk is gone",
                        Choice.since(
                                new DisksSince(Optional.empty(), Set.of(Choice.OTHER)),
                                new EarlierPoint(
                                        Sample.EARLIER_UID,
                                        Sample.NOW.minusSeconds(60),
                                        "bucket",
                                        Optional.empty(),
                                        Reference.Auto,
                                        Kind.MetadataOnly,
                                        List.of(
                                                Choice.disk("0", Sample.DISK, Sample.SR, true, true),
                                                Choice.disk("1", Choice.OTHER, Sample.SR, true, true)))),
                        previous),
                arguments("the last point", Choice.seen(List.of(Sample.base()), Sample.earlier()), previous),
                arguments(
                        "the last point that left a base",
                        Choice.seen(List.of(Sample.base()), newerWithoutBase, Sample.earlier()),
                        previous),
                arguments(
                        "a point of the disk at another place",
                        Choice.seen(
                                List.of(Sample.base()),
                                Sample.earlier("bucket", Reference.Auto, Kind.MetadataOnly, "3", Sample.DISK)),
                        previous));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void neverTrustsAMarkerAlone(String situation, MarkedVdi inherited) {
        var read = Choice.of(Specs.spec(), Choice.seen(List.of(inherited), Sample.earlier()), Sample.snapshot());
        assertThat(read).isEqualTo(new DiskRead.All(FullReason.CbtBaseMissing));
    }

    static Stream<Arguments> neverTrustsAMarkerAlone() {
        var markers = Sample.markers(Sample.EARLIER_UID);
        return Stream.of(
                arguments(
                        "a snapshot that somebody took after reverting to ours",
                        new MarkedVdi(Choice.OTHER, Optional.of(Sample.DISK), "user", true, Sample.SIZE, markers)),
                arguments(
                        "a base of a disk that is no more",
                        new MarkedVdi(
                                Sample.BASE, Optional.empty(), MarkedVdi.CBT_METADATA, true, Sample.SIZE, markers)),
                arguments(
                        "a base of another disk",
                        new MarkedVdi(
                                Sample.BASE,
                                Optional.of(Choice.OTHER),
                                MarkedVdi.CBT_METADATA,
                                true,
                                Sample.SIZE,
                                markers)));
    }
}
