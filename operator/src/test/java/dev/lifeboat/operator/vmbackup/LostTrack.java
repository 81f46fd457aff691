package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus.Kind;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.access.MarkerKeys;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// When nobody knows what changed on a disk, though the last point has it.
final class LostTrack {
    private LostTrack() {}

    static Stream<FullRead> rows() {
        var untracked = Sample.snapshot(false, Sample.SIZE, Sample.markers(Sample.UID));
        var trackedJustNow = Sample.snapshot(
                true,
                Sample.SIZE,
                Sample.marked(Sample.markers(Sample.UID), MarkerKeys.CBT_NEW, Choice.OTHER + "," + Sample.DISK));
        return Stream.of(
                new FullRead(
                        "the hypervisor rules tracking out",
                        Choice.seen(
                                Sample.traits(true, Set.of(Sample.SR), CbtMode.Never, true),
                                List.of(Sample.base()),
                                Sample.earlier()),
                        FullReason.CbtNotAllowed),
                new FullRead(
                        "the pool cannot track",
                        Choice.seen(
                                Sample.traits(false, Set.of(), CbtMode.Auto, true),
                                List.of(Sample.base()),
                                Sample.earlier()),
                        FullReason.CbtNotAllowed),
                new FullRead(
                        "tracking could not be switched on",
                        Specs.spec(),
                        Choice.seen(List.of(), Sample.earlier()),
                        untracked,
                        FullReason.CbtNotAllowed),
                new FullRead(
                        "somebody switched tracking off",
                        Specs.spec(),
                        Choice.seen(List.of(Sample.base()), Sample.earlier()),
                        untracked,
                        FullReason.CbtDisabled),
                new FullRead(
                        "somebody switched tracking off and we switched it on again",
                        Specs.spec(),
                        Choice.seen(List.of(Sample.base()), Sample.earlier()),
                        trackedJustNow,
                        FullReason.CbtDisabled),
                new FullRead(
                        "the base lost its tracking",
                        Choice.seen(
                                List.of(Sample.base(false, Sample.SIZE, Sample.markers(Sample.EARLIER_UID))),
                                Sample.earlier()),
                        FullReason.CbtDisabled),
                new FullRead(
                        "tracking starts with this run",
                        Specs.spec(),
                        Choice.seen(List.of(), Sample.earlier()),
                        trackedJustNow,
                        FullReason.CbtJustEnabled),
                new FullRead(
                        "tracking was switched on by somebody since",
                        Choice.seen(
                                List.of(),
                                Choice.earlier(Kind.None, Choice.disk("0", Sample.DISK, Sample.SR, false, true))),
                        FullReason.CbtJustEnabled),
                new FullRead("the base is gone", Choice.seen(List.of(), Sample.earlier()), FullReason.CbtBaseMissing),
                new FullRead(
                        "nothing was kept, for nothing was expected to need it",
                        Choice.seen(List.of(), Sample.earlier("bucket", Reference.Auto, Kind.None, "0", Sample.DISK)),
                        FullReason.CbtBaseMissing));
    }
}
