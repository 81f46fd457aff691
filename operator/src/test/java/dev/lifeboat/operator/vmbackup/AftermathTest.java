package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.crds.BackupStrategy.OnCbtUnavailable;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of the snapshot, and of those before it, once the data is in the repository.
class AftermathTest {
    @ParameterizedTest(name = "{0}, tracked {1}: {2}")
    @MethodSource
    void afterTheTransferTheSnapshot(Reference reference, boolean tracked, Remnant remnant) {
        var snapshot = Sample.snapshot(tracked, Sample.SIZE, Sample.markers(Sample.UID));
        var request = Requests.snapshotted(Specs.spec(BackupType.Auto, reference, OnCbtUnavailable.ReadAll));

        var step = VmBackupPlan.next(
                request, Seen.ended(Sample.report(), Seen.pool(List.of(snapshot), List.of(), List.of())), Sample.NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Finish.class,
                        finish -> assertThat(finish.snapshot())
                                .contains(new Step.Finish.Snapshot(Sample.SNAPSHOT, remnant)));
    }

    static Stream<Arguments> afterTheTransferTheSnapshot() {
        return Stream.of(
                arguments(Reference.Auto, true, Remnant.Metadata),
                arguments(Reference.Auto, false, Remnant.Nothing),
                arguments(Reference.MetadataOnly, true, Remnant.Metadata),
                arguments(Reference.MetadataOnly, false, Remnant.Nothing),
                arguments(Reference.KeepData, true, Remnant.Data),
                arguments(Reference.KeepData, false, Remnant.Data),
                arguments(Reference.None, true, Remnant.Nothing));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void afterTheTransferGoes(String situation, PoolView pool, Leftovers expected) {
        var step = VmBackupPlan.next(Requests.snapshotted(Specs.spec()), Seen.ended(Sample.report(), pool), Sample.NOW);
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Finish.class, finish -> assertThat(finish.older()).isEqualTo(expected));
    }

    static Stream<Arguments> afterTheTransferGoes() {
        var olderSnapshot = new VmSnapshot(
                Sample.BASE, Sample.VM, "Lifeboat x", Sample.NOW, List.of(), Sample.markers(Sample.EARLIER_UID));
        var foreign = new MarkedVdi(
                UUID.fromString("99999999-0000-0000-0000-000000000000"),
                Optional.of(Sample.DISK),
                "user",
                true,
                Sample.SIZE,
                Sample.markers(Sample.EARLIER_UID));
        return Stream.of(
                arguments(
                        "the base before",
                        Seen.pool(List.of(Sample.snapshot()), List.of(Sample.base()), List.of(Sample.earlier())),
                        new Leftovers(List.of(), List.of(Sample.BASE))),
                arguments(
                        "metadata of a backup that nobody remembers",
                        Seen.pool(List.of(Sample.snapshot()), List.of(Sample.base()), List.of()),
                        new Leftovers(List.of(), List.of(Sample.BASE))),
                arguments(
                        "an older snapshot",
                        Seen.pool(List.of(Sample.snapshot(), olderSnapshot), List.of(), List.of()),
                        new Leftovers(List.of(Sample.BASE), List.of())),
                arguments(
                        "not a snapshot disk with inherited markers",
                        Seen.pool(List.of(Sample.snapshot()), List.of(foreign), List.of(Sample.earlier())),
                        Leftovers.NONE),
                arguments(
                        "not its own metadata",
                        Seen.pool(List.of(), List.of(Sample.ownDisk(MarkedVdi.CBT_METADATA)), List.of()),
                        Leftovers.NONE),
                arguments(
                        "not a disk of its own snapshot that is yet to be reduced",
                        Seen.pool(List.of(), List.of(Sample.ownDisk("user")), List.of()),
                        Leftovers.NONE));
    }

    @Test
    void aCrashOnTheWayToMetadataIsGoneOnFrom() {
        var step = VmBackupPlan.next(
                Requests.snapshotted(Specs.spec()),
                Seen.ended(Sample.report(), Seen.pool(List.of(), List.of(Sample.ownDisk("user")), List.of())),
                Sample.NOW);

        assertThat(step).isInstanceOfSatisfying(Step.Finish.class, finish -> {
            assertThat(finish.reduce()).containsExactly(Sample.SNAPSHOT_DISK);
            assertThat(finish.leaves()).contains(SnapshotStatus.Kind.MetadataOnly);
        });
    }

    @Test
    void withoutAWayToThePoolAFinishedBackupSaysWhatStayedThere() {
        var observed = new Observed.WithoutPool(new AgentRun.Finished(Sample.report()), "XenHypervisor pool is gone.");
        assertThat(VmBackupPlan.next(Requests.snapshotted(Specs.spec()), observed, Sample.NOW))
                .isInstanceOfSatisfying(Step.Finish.class, finish -> {
                    assertThat(finish.snapshot()).isEmpty();
                    assertThat(finish.warnings()).singleElement().asString().contains("may still be on the pool");
                });
    }
}
