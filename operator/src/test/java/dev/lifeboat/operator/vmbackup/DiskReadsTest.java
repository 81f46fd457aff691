package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the strategies over HTTPS read of a disk, and on which way.
class DiskReadsTest {
    private static final UUID SECOND = UUID.fromString("77777777-0000-0000-0000-000000000000");
    private static final VmBackupSpec XVA = Specs.reading(BackupStrategy.Mode.Xva);

    private static MarkedVdi stayed(long size) {
        return new MarkedVdi(
                Sample.BASE, Optional.of(Sample.DISK), "user", false, size, Sample.markers(Sample.EARLIER_UID));
    }

    private static EarlierPoint earlier(Reference reference) {
        return Sample.earlier("bucket", reference, SnapshotStatus.Kind.Data, "0", Sample.DISK);
    }

    private static PoolView seen(VmSnapshot snapshot, List<MarkedVdi> vdis, EarlierPoint... history) {
        return Seen.pool(List.of(snapshot), vdis, List.of(history));
    }

    private static List<DiskBackup> reads(VmBackupSpec spec, PoolView pool, Kind kind) {
        return new DiskReads(spec, pool, kind).of(pool.snapshots().getFirst());
    }

    private static VmSnapshot snapshot(ImageFormat format, long size, UUID... more) {
        var disks = Stream.concat(
                        Stream.of(new SnapshotDisk(
                                "0", Sample.DISK, Sample.SNAPSHOT_DISK, "root", Sample.SR, size, false, format)),
                        Stream.of(more)
                                .map(vdi -> new SnapshotDisk(
                                        "1", vdi, vdi, "data", Sample.SR, size, false, ImageFormat.VHD)))
                .toList();
        return new VmSnapshot(
                Sample.SNAPSHOT,
                Sample.VM,
                "Lifeboat " + Sample.NAME + " " + Sample.UID,
                Sample.NOW,
                disks,
                Sample.of(Kind.Xva).markers());
    }

    private static VmSnapshot snapshot() {
        return snapshot(ImageFormat.VHD, Sample.SIZE);
    }

    @Test
    void theFirstComesAsOneArchive() {
        var disks = reads(XVA, seen(snapshot(ImageFormat.VHD, Sample.SIZE, SECOND), List.of()), Kind.Xva);

        assertThat(disks).allSatisfy(disk -> {
            assertThat(disk.route()).isEqualTo(DiskRoute.VmArchive);
            assertThat(disk.read()).isEqualTo(new DiskRead.All(FullReason.FirstBackup));
        });
    }

    @Test
    void theNextIsTheDifferenceToTheSnapshotThatStayed() {
        var disks = reads(XVA, seen(snapshot(), List.of(stayed(Sample.SIZE)), earlier(Reference.Auto)), Kind.Xva);

        assertThat(disks).singleElement().satisfies(disk -> {
            assertThat(disk.route()).isEqualTo(DiskRoute.VhdStream);
            assertThat(disk.read()).isEqualTo(new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE));
        });
    }

    @Test
    void aDiskThatIsNewComesAloneAndNotTheWholeVmForIt() {
        var disks = reads(
                XVA,
                seen(
                        snapshot(ImageFormat.VHD, Sample.SIZE, SECOND),
                        List.of(stayed(Sample.SIZE)),
                        earlier(Reference.Auto)),
                Kind.Xva);

        assertThat(disks).extracting(DiskBackup::route).containsOnly(DiskRoute.VhdStream);
        assertThat(disks)
                .extracting(DiskBackup::read)
                .containsExactly(
                        new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE), new DiskRead.All(FullReason.DiskAdded));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource
    void readsAllOfADiskWhen(String situation, VmBackupSpec spec, PoolView pool, FullReason reason) {
        assertThat(reads(spec, pool, Kind.Xva)).singleElement().satisfies(disk -> {
            assertThat(disk.read()).isEqualTo(new DiskRead.All(reason));
            assertThat(disk.route()).isEqualTo(DiskRoute.VmArchive);
        });
    }

    static Stream<Arguments> readsAllOfADiskWhen() {
        var stayed = List.of(stayed(Sample.SIZE));
        var before = earlier(Reference.Auto);
        return Stream.of(
                arguments(
                        "the storage keeps it as qcow2",
                        XVA,
                        seen(snapshot(ImageFormat.QCOW2, Sample.SIZE), stayed, before),
                        FullReason.DifferenceUnavailable),
                arguments(
                        "the storage keeps it raw",
                        XVA,
                        seen(snapshot(ImageFormat.RAW, Sample.SIZE), stayed, before),
                        FullReason.DifferenceUnavailable),
                arguments(
                        "somebody removed the snapshot",
                        XVA,
                        seen(snapshot(), List.of(), before),
                        FullReason.BaseSnapshotMissing),
                arguments(
                        "only a record of its changed blocks is left",
                        XVA,
                        seen(snapshot(), List.of(Sample.base()), before),
                        FullReason.BaseSnapshotMissing),
                arguments(
                        "nothing is ever kept",
                        XVA,
                        seen(snapshot(), List.of(), earlier(Reference.None)),
                        FullReason.UserRequest),
                arguments(
                        "it grew",
                        XVA,
                        seen(snapshot(ImageFormat.VHD, Sample.SIZE * 2), stayed, before),
                        FullReason.VdiResized),
                arguments(
                        "a full is asked for",
                        Specs.with(
                                Specs.spec(BackupType.Full),
                                Specs.strategy(
                                        BackupStrategy.Mode.Xva,
                                        BackupStrategy.OnCbtUnavailable.ReadAll,
                                        BackupStrategy.Base.LastFull)),
                        seen(snapshot(), stayed, before),
                        FullReason.UserRequest));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rawReadsAllOfADisk(String situation, VmBackupSpec spec, PoolTraits traits, DiskRead read, DiskRoute route) {
        var pool = Seen.pool(
                traits,
                new VmLookup.Found(Sample.vm()),
                List.of(Sample.of(Kind.Raw)),
                List.of(stayed(Sample.SIZE)),
                List.of(earlier(Reference.Auto)));
        assertThat(reads(spec, pool, Kind.Raw)).singleElement().satisfies(disk -> {
            assertThat(disk.read()).isEqualTo(read);
            assertThat(disk.route()).isEqualTo(route);
        });
    }

    static Stream<Arguments> rawReadsAllOfADisk() {
        var without = new PoolTraits(Sample.SR, "pool", false, Set.of(), false, false, CbtMode.Auto, true, 10);
        return Stream.of(
                arguments(
                        "over HTTPS where it was asked for",
                        Specs.reading(BackupStrategy.Mode.Raw),
                        Sample.traits(),
                        new DiskRead.All(FullReason.UserRequest),
                        DiskRoute.RawStream),
                arguments(
                        "over HTTPS where there is no NBD",
                        Specs.spec(),
                        without,
                        new DiskRead.All(FullReason.CbtNotAllowed),
                        DiskRoute.RawStream),
                arguments(
                        "over NBD where nothing better was found",
                        Specs.spec(),
                        Sample.traits(),
                        new DiskRead.All(FullReason.CbtNotAllowed),
                        DiskRoute.Nbd));
    }
}
