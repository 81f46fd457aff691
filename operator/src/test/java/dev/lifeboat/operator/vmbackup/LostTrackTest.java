package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus.Kind;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.access.Markers;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// When nobody knows what changed on a disk, though the last point has it.
class LostTrackTest {
    @ParameterizedTest
    @MethodSource
    void readsAllOfADiskWhen(FullRead row) {
        assertThat(row.choice()).isEqualTo(new DiskRead.All(row.reason()));
    }

    static Stream<FullRead> readsAllOfADiskWhen() {
        var auto = Specs.spec();
        var tracked = Sample.snapshot();
        var untracked = Sample.snapshot(false, Sample.SIZE, Sample.markers(Sample.UID));
        var trackedJustNow = Sample.snapshot(
                true,
                Sample.SIZE,
                Sample.marked(Sample.markers(Sample.UID), Markers.CBT_NEW, Choice.OTHER + "," + Sample.DISK));
        var base = List.of(Sample.base());
        var earlier = Sample.earlier();
        return Stream.of(
                new FullRead(
                        "the hypervisor rules tracking out",
                        auto,
                        Choice.seen(Sample.traits(true, Set.of(Sample.SR), CbtMode.Never, true), base, earlier),
                        tracked,
                        FullReason.CbtNotAllowed),
                new FullRead(
                        "the pool cannot track",
                        auto,
                        Choice.seen(Sample.traits(false, Set.of(), CbtMode.Auto, true), base, earlier),
                        tracked,
                        FullReason.CbtNotAllowed),
                new FullRead(
                        "tracking could not be switched on",
                        auto,
                        Choice.seen(List.of(), earlier),
                        untracked,
                        FullReason.CbtNotAllowed),
                new FullRead(
                        "somebody switched tracking off",
                        auto,
                        Choice.seen(base, earlier),
                        untracked,
                        FullReason.CbtDisabled),
                new FullRead(
                        "somebody switched tracking off and we switched it on again",
                        auto,
                        Choice.seen(base, earlier),
                        trackedJustNow,
                        FullReason.CbtDisabled),
                new FullRead(
                        "the base lost its tracking",
                        auto,
                        Choice.seen(
                                List.of(Sample.base(false, Sample.SIZE, Sample.markers(Sample.EARLIER_UID))), earlier),
                        tracked,
                        FullReason.CbtDisabled),
                new FullRead(
                        "tracking starts with this run",
                        auto,
                        Choice.seen(List.of(), earlier),
                        trackedJustNow,
                        FullReason.CbtJustEnabled),
                new FullRead(
                        "tracking was switched on by somebody since",
                        auto,
                        Choice.seen(
                                List.of(),
                                Choice.earlier(Kind.None, Choice.disk("0", Sample.DISK, Sample.SR, false, true))),
                        tracked,
                        FullReason.CbtJustEnabled),
                new FullRead(
                        "the base is gone", auto, Choice.seen(List.of(), earlier), tracked, FullReason.CbtBaseMissing),
                new FullRead(
                        "nothing was kept, for nothing was expected to need it",
                        auto,
                        Choice.seen(List.of(), Sample.earlier("bucket", Reference.Auto, Kind.None, "0", Sample.DISK)),
                        tracked,
                        FullReason.CbtBaseMissing));
    }
}
