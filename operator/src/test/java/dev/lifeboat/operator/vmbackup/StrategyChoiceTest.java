package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupStrategy.Compression;
import dev.lifeboat.crds.BackupStrategy.Mode;
import dev.lifeboat.crds.BackupStrategy.OnCbtUnavailable;
import dev.lifeboat.crds.BackupStrategy.OnNbdUnavailable;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.vhd.VhdImage;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrategyChoiceTest {
    private static final DiskTraits VHD = new DiskTraits(Sample.SR, Sample.SIZE, false, ImageFormat.VHD);
    private static final DiskTraits QCOW2 = new DiskTraits(Sample.SR, Sample.SIZE, false, ImageFormat.QCOW2);
    private static final DiskTraits HUGE =
            new DiskTraits(Sample.SR, VhdImage.LARGEST_BYTES + 1, false, ImageFormat.UNSAID);
    private static final DiskTraits ELSEWHERE =
            new DiskTraits(UUID.fromString("88888888-0000-0000-0000-000000000000"), 1, false, ImageFormat.UNSAID);

    private static PoolTraits pool(boolean cbt, boolean nbd, CbtMode mode) {
        return new PoolTraits(Sample.SR, "pool", cbt, Set.of(Sample.SR), nbd, true, mode, true, 10);
    }

    @ParameterizedTest(name = "{0}: {4}, since {5}")
    @MethodSource
    void autoTakesTheBestAndSaysWhy(
            String situation, VmBackupSpec spec, PoolTraits pool, List<DiskTraits> disks, Kind kind, String why) {
        var strategy = new StrategyChoice(spec, pool).of(disks);

        assertThat(strategy.kind()).isEqualTo(kind);
        assertThat(strategy.reason()).contains(why).endsWith(".");
    }

    static Stream<Arguments> autoTakesTheBestAndSaysWhy() {
        var auto = Specs.spec();
        var all = pool(true, true, CbtMode.Auto);
        var old = pool(false, false, CbtMode.Auto);
        var required = pool(true, false, CbtMode.Required);
        return Stream.of(
                arguments("a pool that can do all", auto, all, List.of(VHD), Kind.Cbt, "tracks changed blocks"),
                arguments("one of two disks can be tracked", auto, all, List.of(ELSEWHERE, VHD), Kind.Cbt, "tracks"),
                arguments("an old release", auto, old, List.of(VHD), Kind.Xva, "tracks no changed blocks"),
                arguments(
                        "NBD is not open",
                        auto,
                        pool(true, false, CbtMode.Auto),
                        List.of(VHD),
                        Kind.Xva,
                        "no network for NBD"),
                arguments(
                        "no licence for tracking, NBD is open",
                        auto,
                        pool(false, true, CbtMode.Auto),
                        List.of(VHD),
                        Kind.Xva,
                        "tracks no changed blocks"),
                arguments(
                        "tracking is ruled out",
                        auto,
                        pool(true, true, CbtMode.Never),
                        List.of(VHD),
                        Kind.Xva,
                        "Never"),
                arguments(
                        "storage that cannot track",
                        auto,
                        all,
                        List.of(ELSEWHERE),
                        Kind.Xva,
                        "No disk of the VM can be tracked"),
                arguments("no disk is kept as VHD", auto, old, List.of(QCOW2, HUGE), Kind.Raw, "no differences"),
                arguments("one disk is kept as VHD", auto, old, List.of(QCOW2, VHD), Kind.Xva, "Differences"),
                arguments(
                        "no snapshot may stay",
                        Specs.spec(BackupType.Auto, Reference.None, OnCbtUnavailable.ReadAll),
                        old,
                        List.of(VHD),
                        Kind.Raw,
                        "snapshots.reference: None"),
                arguments(
                        "HTTPS is ruled out",
                        Specs.withoutNbdFails(auto),
                        pool(false, true, CbtMode.Auto),
                        List.of(VHD),
                        Kind.Raw,
                        "onNbdUnavailable: Fail"),
                arguments(
                        "changed blocks are demanded by the backup",
                        Specs.spec(BackupType.Auto, Reference.Auto, OnCbtUnavailable.Fail),
                        old,
                        List.of(VHD),
                        Kind.Cbt,
                        "demanded by strategy.onCbtUnavailable: Fail of BackupPolicy gold."),
                arguments(
                        "changed blocks are demanded by the pool",
                        auto,
                        required,
                        List.of(VHD),
                        Kind.Cbt,
                        "demanded by cbt.mode: Required of XenHypervisor pool."),
                arguments(
                        "changed blocks are demanded by both",
                        Specs.spec(BackupType.Auto, Reference.Auto, OnCbtUnavailable.Fail),
                        required,
                        List.of(VHD),
                        Kind.Cbt,
                        "of XenHypervisor pool and strategy.onCbtUnavailable: Fail of BackupPolicy gold."));
    }

    @Test
    void aBackupWithoutAPolicyDemandsChangedBlocksItself() {
        var byHand = Specs.with(
                Specs.byHand(BackupType.Auto),
                Specs.strategy(Mode.Auto, OnCbtUnavailable.Fail, BackupStrategy.Base.LastFull));

        assertThat(pool(true, true, CbtMode.Auto).trackingDemandedBy(byHand))
                .contains("strategy.onCbtUnavailable: Fail of this VmBackup");
        assertThat(pool(true, true, CbtMode.Auto).trackingDemandedBy(Specs.spec()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"Cbt", "Xva", "Raw"})
    void whatIsAskedForByNameIsDone(Mode mode) {
        for (var pool : List.of(pool(true, true, CbtMode.Auto), pool(false, false, CbtMode.Auto))) {
            var strategy = new StrategyChoice(Specs.reading(mode), pool).of(List.of(QCOW2));
            assertThat(strategy)
                    .isEqualTo(new Strategy(Kind.valueOf(mode.name()), "It was asked for by strategy.mode."));
        }
    }

    @ParameterizedTest(name = "{0} where zstd is known {1}: {2}")
    @MethodSource
    void archivesAreCompressedAsThePoolCan(Compression asked, boolean zstd, ArchiveCompression expected) {
        var strategy = new BackupStrategy(
                Mode.Xva,
                OnCbtUnavailable.ReadAll,
                OnNbdUnavailable.UseHttp,
                null,
                new BackupStrategy.Xva(asked, BackupStrategy.Base.LastFull));
        var pool = new PoolTraits(Sample.SR, "pool", false, Set.of(), false, zstd, CbtMode.Auto, true, 10);
        var choice = new StrategyChoice(Specs.with(Specs.spec(), strategy), pool);

        assertThat(choice.compression()).isEqualTo(expected);
        assertThat(choice.of(List.of(VHD)).reason().contains("knows no zstd"))
                .isEqualTo(asked == Compression.Zstd && !zstd);
    }

    static Stream<Arguments> archivesAreCompressedAsThePoolCan() {
        return Stream.of(
                arguments(Compression.Auto, true, ArchiveCompression.Zstd),
                arguments(Compression.Auto, false, ArchiveCompression.None),
                arguments(Compression.Zstd, true, ArchiveCompression.Zstd),
                arguments(Compression.Zstd, false, ArchiveCompression.None),
                arguments(Compression.Gzip, false, ArchiveCompression.Gzip),
                arguments(Compression.None, true, ArchiveCompression.None));
    }

    @ParameterizedTest
    @EnumSource
    void whatThePoolDemandsCannotBeContradictedByName(Mode mode) {
        var choice = new StrategyChoice(Specs.reading(mode), pool(true, true, CbtMode.Required));
        assertThat(choice.contradiction().isPresent()).isEqualTo(mode == Mode.Xva || mode == Mode.Raw);
        choice.contradiction().ifPresent(text -> assertThat(text).contains("strategy.mode " + mode, "cbt.mode"));
    }

    @Test
    void aBackupGoesOnAsItWasBegun() {
        var cbt = new StrategyChoice(Specs.spec(), pool(true, true, CbtMode.Auto)).of(List.of(VHD));
        assertThat(cbt.begunAs(Kind.Cbt)).isSameAs(cbt);
        assertThat(cbt.begunAs(Kind.Xva).kind()).isEqualTo(Kind.Xva);
        assertThat(Kind.of(Sample.of(Kind.Raw))).isEqualTo(Kind.Raw);
    }
}
