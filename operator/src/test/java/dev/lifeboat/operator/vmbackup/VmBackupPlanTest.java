package dev.lifeboat.operator.vmbackup;

import static dev.lifeboat.operator.vmbackup.Sample.cancelled;
import static dev.lifeboat.operator.vmbackup.Sample.fresh;
import static dev.lifeboat.operator.vmbackup.Sample.identified;
import static dev.lifeboat.operator.vmbackup.Sample.pool;
import static dev.lifeboat.operator.vmbackup.Sample.snapshotted;
import static dev.lifeboat.operator.vmbackup.Sample.spec;
import static dev.lifeboat.operator.vmbackup.Sample.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupStrategy.OnCbtUnavailable;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VmBackupPlanTest {
    private static final AgentRun NO_AGENT = new AgentRun.Absent();
    private static final Leftovers SNAPSHOT = new Leftovers(List.of(Sample.SNAPSHOT), List.of());

    private static final LeftOut NOTHING = new LeftOut(List.of());
    private static final SnapshotConsistency CRASH = SnapshotConsistency.CRASH_CONSISTENT;

    private static Observed onPool(PoolView pool) {
        return new Observed.OnPool(NO_AGENT, pool);
    }

    private static Observed ended(Report report, PoolView pool) {
        return new Observed.OnPool(new AgentRun.Finished(report), pool);
    }

    private static FailureReport failure(FailureReason reason) {
        return new FailureReport(Sample.UID, reason, "It went wrong.");
    }

    private static PoolView withSnapshot() {
        return pool(List.of(Sample.snapshot()), List.of(), List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void beforeTheSnapshot(String situation, Request request, Observed observed, Step expected) {
        assertThat(VmBackupPlan.next(request, observed)).isEqualTo(expected);
    }

    static Stream<Arguments> beforeTheSnapshot() {
        var found = new VmLookup.Found(Sample.vm());
        return Stream.of(
                arguments(
                        "the gate is closed",
                        fresh(spec()),
                        new Observed.Outside(new Gate.Closed(VmBackupReason.Queued, "Waits.")),
                        new Step.Wait(VmBackupReason.Queued, "Waits.")),
                arguments("the gate is open", fresh(spec()), new Observed.Outside(new Gate.Open()), new Step.Begin()),
                arguments(
                        "a VM is there and not written down yet",
                        started(spec()),
                        onPool(pool(found)),
                        new Step.Identify(Sample.vm(), Sample.traits())),
                arguments(
                        "a VM is written down, its disk is tracked",
                        identified(spec()),
                        onPool(pool(found)),
                        new Step.TakeSnapshot(Sample.vm(), List.of(), NOTHING, CRASH, Kind.Cbt, Set.of(), false)),
                arguments(
                        "its disk is not tracked yet",
                        identified(spec()),
                        onPool(pool(untracked())),
                        new Step.TakeSnapshot(
                                untracked().vm(), List.of(), NOTHING, CRASH, Kind.Cbt, Set.of(Sample.DISK), false)),
                arguments(
                        "its disk cannot be tracked",
                        identified(spec()),
                        onPool(pool(Sample.traits(true, Set.of(), CbtMode.Auto, true), untracked())),
                        new Step.TakeSnapshot(untracked().vm(), List.of(), NOTHING, CRASH, Kind.Xva, Set.of(), false)),
                arguments(
                        "tracking is ruled out by the hypervisor",
                        identified(spec()),
                        onPool(pool(Sample.traits(true, Set.of(Sample.SR), CbtMode.Never, true), untracked())),
                        new Step.TakeSnapshot(untracked().vm(), List.of(), NOTHING, CRASH, Kind.Xva, Set.of(), false)),
                arguments(
                        "tracking is not switched on by itself",
                        identified(spec()),
                        onPool(pool(Sample.traits(true, Set.of(Sample.SR), CbtMode.Auto, false), untracked())),
                        new Step.TakeSnapshot(untracked().vm(), List.of(), NOTHING, CRASH, Kind.Xva, Set.of(), false)),
                arguments(
                        "the VM is being migrated",
                        identified(spec()),
                        onPool(pool(new VmLookup.Found(Sample.vm(List.of(Sample.disk(true)), Set.of("pool_migrate"))))),
                        new Step.Wait(VmBackupReason.Preparing, "Waits for pool_migrate of VM 'web' to end.")),
                arguments(
                        "another backup has the VM",
                        identified(spec()),
                        onPool(new PoolView(
                                found,
                                Sample.traits(),
                                Optional.of("VmBackup other"),
                                Optional.of(Sample.REPOSITORY),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                DisksSince.UNCHANGED,
                                Room.NOT_LOOKED_AT,
                                true)),
                        new Step.Wait(
                                VmBackupReason.Preparing, "Waits for VmBackup other, which works on the same VM.")),
                arguments(
                        "the storage stopped being ready",
                        identified(spec()),
                        onPool(new PoolView(
                                found,
                                Sample.traits(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                DisksSince.UNCHANGED,
                                Room.NOT_LOOKED_AT,
                                true)),
                        new Step.Wait(VmBackupReason.StorageNotReady, "Waits for BackupStorage bucket to be Ready.")),
                arguments(
                        "the hypervisor's object is gone",
                        identified(spec()),
                        new Observed.WithoutPool(NO_AGENT, "XenHypervisor pool is gone."),
                        new Step.Wait(VmBackupReason.UnknownReference, "XenHypervisor pool is gone.")));
    }

    private static VmLookup.Found untracked() {
        return new VmLookup.Found(Sample.vm(List.of(Sample.disk(false)), Set.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void fails(String situation, Request request, Observed observed, VmBackupReason reason, Leftovers ours) {
        var step = VmBackupPlan.next(request, observed);

        assertThat(step).isInstanceOfSatisfying(Step.Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(reason);
            assertThat(fail.ours()).isEqualTo(ours);
            assertThat(fail.message()).endsWith(".");
        });
    }

    static Stream<Arguments> fails() {
        var failFast = spec(BackupType.Auto, Reference.Auto, OnCbtUnavailable.Fail);
        var blind = Sample.traits(false, Set.of(), CbtMode.Auto, true);
        return Stream.of(
                arguments(
                        "the VM vanished between selection and snapshot",
                        identified(spec()),
                        onPool(pool(new VmLookup.None())),
                        VmBackupReason.VmNotFound,
                        Leftovers.NONE),
                arguments(
                        "no such VM",
                        started(spec()),
                        onPool(pool(new VmLookup.None())),
                        VmBackupReason.VmNotFound,
                        Leftovers.NONE),
                arguments(
                        "two VMs of that name",
                        started(spec()),
                        onPool(pool(new VmLookup.Several(2))),
                        VmBackupReason.VmNameAmbiguous,
                        Leftovers.NONE),
                arguments(
                        "the VM has no disk",
                        started(spec()),
                        onPool(pool(new VmLookup.Found(Sample.vm(List.of(), Set.of())))),
                        VmBackupReason.VmHasNoDisks,
                        Leftovers.NONE),
                arguments(
                        "the pool cannot track and must",
                        identified(failFast),
                        onPool(pool(blind, untracked())),
                        VmBackupReason.CbtUnavailable,
                        Leftovers.NONE),
                arguments(
                        "changed blocks are required by the hypervisor and were ruled out by name",
                        identified(Sample.reading(BackupStrategy.Mode.Xva)),
                        onPool(pool(Sample.traits(true, Set.of(Sample.SR), CbtMode.Required, true), untracked())),
                        VmBackupReason.CbtUnavailable,
                        Leftovers.NONE),
                arguments(
                        "the snapshot to compare with is gone and must not",
                        snapshotted(Sample.with(
                                spec(),
                                Sample.strategy(
                                        BackupStrategy.Mode.Xva, OnCbtUnavailable.Fail, BackupStrategy.Base.LastFull))),
                        onPool(pool(List.of(Sample.of(Kind.Xva)), List.of(), List.of(Sample.earlier()))),
                        VmBackupReason.CbtUnavailable,
                        SNAPSHOT),
                arguments(
                        "the base is gone and must not",
                        snapshotted(failFast),
                        onPool(pool(List.of(Sample.snapshot()), List.of(), List.of(Sample.earlier()))),
                        VmBackupReason.CbtUnavailable,
                        SNAPSHOT),
                arguments(
                        "somebody removed the snapshot",
                        snapshotted(spec()),
                        onPool(pool()),
                        VmBackupReason.SnapshotGone,
                        Leftovers.NONE),
                arguments(
                        "the agent gave up",
                        snapshotted(spec()),
                        ended(failure(FailureReason.RepositoryDamaged), withSnapshot()),
                        VmBackupReason.RepositoryDamaged,
                        SNAPSHOT),
                arguments(
                        "the agent died for good",
                        snapshotted(spec()),
                        new Observed.OnPool(new AgentRun.Died("Out of memory.", false), withSnapshot()),
                        VmBackupReason.AgentFailed,
                        SNAPSHOT),
                arguments(
                        "the agent answers something else",
                        snapshotted(spec()),
                        ended(new DeletionReport(Sample.UID, true), withSnapshot()),
                        VmBackupReason.InternalError,
                        SNAPSHOT),
                arguments(
                        "cancelled while it waits",
                        fresh(cancelled(spec())),
                        new Observed.Outside(new Gate.Open()),
                        VmBackupReason.Cancelled,
                        Leftovers.NONE),
                arguments(
                        "cancelled after the snapshot",
                        snapshotted(cancelled(spec())),
                        onPool(withSnapshot()),
                        VmBackupReason.Cancelled,
                        SNAPSHOT),
                arguments(
                        "cancelled, and a crash left a disk of the snapshot",
                        snapshotted(cancelled(spec())),
                        onPool(pool(List.of(), List.of(ownDisk("user")), List.of())),
                        VmBackupReason.Cancelled,
                        new Leftovers(List.of(), List.of(Sample.SNAPSHOT_DISK))),
                arguments(
                        "cancelled, and the agent said so",
                        snapshotted(cancelled(spec())),
                        ended(failure(FailureReason.Cancelled), withSnapshot()),
                        VmBackupReason.Cancelled,
                        SNAPSHOT),
                arguments(
                        "cancelled without a way to the pool",
                        snapshotted(cancelled(spec())),
                        new Observed.WithoutPool(NO_AGENT, "XenHypervisor pool is gone."),
                        VmBackupReason.Cancelled,
                        Leftovers.NONE));
    }

    private static MarkedVdi ownDisk(String type) {
        return new MarkedVdi(
                Sample.SNAPSHOT_DISK, Optional.of(Sample.DISK), type, true, Sample.SIZE, Sample.markers(Sample.UID));
    }

    @Test
    void theSnapshotIsFoundAgainAfterACrash() {
        var crashedBeforeWritingStatus = identified(spec());

        var step = VmBackupPlan.next(crashedBeforeWritingStatus, onPool(withSnapshot()));

        assertThat(step).isInstanceOfSatisfying(Step.StartAgent.class, start -> {
            assertThat(start.snapshot()).isEqualTo(Sample.snapshot());
            assertThat(start.disks()).singleElement().satisfies(disk -> {
                assertThat(disk.snapshotVdiUuid()).isEqualTo(Sample.SNAPSHOT_DISK);
                assertThat(disk.bootable()).isTrue();
                assertThat(disk.read()).isInstanceOf(DiskRead.All.class);
            });
        });
    }

    @Test
    void anIncrementalStartsFromTheLastPoint() {
        var seen = pool(List.of(Sample.snapshot()), List.of(Sample.base()), List.of(Sample.earlier()));

        var step = VmBackupPlan.next(snapshotted(spec()), onPool(seen));

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.StartAgent.class,
                        start -> assertThat(start.disks())
                                .singleElement()
                                .satisfies(disk -> assertThat(disk.read())
                                        .isEqualTo(new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE))));
    }

    @Test
    void followsTheAgent() {
        var progress = new Progress(Sample.UID, Progress.Phase.Transferring, 1, 2, 3, OptionalLong.empty(), List.of());
        var running = new Observed.AgentAtWork(new AgentRun.Running(Optional.of(progress)), false);
        assertThat(VmBackupPlan.next(snapshotted(spec()), running))
                .isEqualTo(new Step.Follow(Optional.of(progress), "An agent reads the disks."));
    }

    @Test
    void saysWhatAPendingPodWaitsFor() {
        var pending = new Observed.AgentAtWork(new AgentRun.Pending(Optional.of("FailedMount: no such claim")), false);
        assertThat(VmBackupPlan.next(snapshotted(spec()), pending))
                .isEqualTo(new Step.Follow(Optional.empty(), "Waits for the agent's pod: FailedMount: no such claim"));
    }

    @Test
    void aRunningAgentIsStoppedBeforeAnythingIsTakenAway() {
        var running = new Observed.AgentAtWork(new AgentRun.Running(Optional.empty()), false);
        assertThat(VmBackupPlan.next(snapshotted(cancelled(spec())), running))
                .isEqualTo(new Step.StopAgent(
                        VmBackupReason.Cancelling, "Cancelled by spec.cancel; the agent was told to stop."));
    }

    @Test
    void anEvictedAgentIsReplaced() {
        var step = VmBackupPlan.next(snapshotted(spec()), ended(failure(FailureReason.Cancelled), withSnapshot()));
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.StopAgent.class, stop -> assertThat(stop.reason()).isEqualTo(VmBackupReason.Transferring));
    }

    @Test
    void aCommittedPointIsFinishedEvenIfACancelComesThen() {
        var step = VmBackupPlan.next(snapshotted(cancelled(spec())), ended(Sample.report(), withSnapshot()));
        assertThat(step).isInstanceOf(Step.Finish.class);
    }

    @ParameterizedTest(name = "{0}, tracked {1}: {2}")
    @MethodSource
    void afterTheTransferTheSnapshot(Reference reference, boolean tracked, SnapshotFate fate) {
        var snapshot = Sample.snapshot(tracked, Sample.SIZE, Sample.markers(Sample.UID));
        var request = snapshotted(spec(BackupType.Auto, reference, OnCbtUnavailable.ReadAll));

        var step = VmBackupPlan.next(request, ended(Sample.report(), pool(List.of(snapshot), List.of(), List.of())));

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Finish.class,
                        finish -> assertThat(finish.snapshot())
                                .contains(new Step.Finish.Snapshot(Sample.SNAPSHOT, fate)));
    }

    static Stream<Arguments> afterTheTransferTheSnapshot() {
        return Stream.of(
                arguments(Reference.Auto, true, SnapshotFate.KeepMetadata),
                arguments(Reference.Auto, false, SnapshotFate.Destroy),
                arguments(Reference.MetadataOnly, true, SnapshotFate.KeepMetadata),
                arguments(Reference.MetadataOnly, false, SnapshotFate.Destroy),
                arguments(Reference.KeepData, true, SnapshotFate.KeepData),
                arguments(Reference.KeepData, false, SnapshotFate.KeepData),
                arguments(Reference.None, true, SnapshotFate.Destroy));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void afterTheTransferGoes(String situation, PoolView pool, Leftovers expected) {
        var step = VmBackupPlan.next(snapshotted(spec()), ended(Sample.report(), pool));
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
                        pool(List.of(Sample.snapshot()), List.of(Sample.base()), List.of(Sample.earlier())),
                        new Leftovers(List.of(), List.of(Sample.BASE))),
                arguments(
                        "metadata of a backup that nobody remembers",
                        pool(List.of(Sample.snapshot()), List.of(Sample.base()), List.of()),
                        new Leftovers(List.of(), List.of(Sample.BASE))),
                arguments(
                        "an older snapshot",
                        pool(List.of(Sample.snapshot(), olderSnapshot), List.of(), List.of()),
                        new Leftovers(List.of(Sample.BASE), List.of())),
                arguments(
                        "not a snapshot disk with inherited markers",
                        pool(List.of(Sample.snapshot()), List.of(foreign), List.of(Sample.earlier())),
                        Leftovers.NONE),
                arguments(
                        "not its own metadata",
                        pool(List.of(), List.of(ownDisk(MarkedVdi.CBT_METADATA)), List.of()),
                        Leftovers.NONE),
                arguments(
                        "not a disk of its own snapshot that is yet to be reduced",
                        pool(List.of(), List.of(ownDisk("user")), List.of()),
                        Leftovers.NONE));
    }

    @Test
    void aCrashOnTheWayToMetadataIsGoneOnFrom() {
        var step = VmBackupPlan.next(
                snapshotted(spec()), ended(Sample.report(), pool(List.of(), List.of(ownDisk("user")), List.of())));

        assertThat(step).isInstanceOfSatisfying(Step.Finish.class, finish -> {
            assertThat(finish.reduce()).containsExactly(Sample.SNAPSHOT_DISK);
            assertThat(finish.leaves()).contains(SnapshotStatus.Kind.MetadataOnly);
        });
    }

    @Test
    void aSnapshotThatACrashLeftWithoutMarkersIsTakenAnew() {
        var seen = new PoolView(
                new VmLookup.Found(Sample.vm()),
                Sample.traits(),
                Optional.empty(),
                Optional.of(Sample.REPOSITORY),
                List.of(),
                List.of(Sample.SNAPSHOT),
                List.of(),
                List.of(),
                DisksSince.UNCHANGED,
                Room.NOT_LOOKED_AT,
                true);
        assertThat(VmBackupPlan.next(identified(spec()), onPool(seen)))
                .isEqualTo(new Step.TakeSnapshot(
                        Sample.vm(), List.of(Sample.SNAPSHOT), NOTHING, CRASH, Kind.Cbt, Set.of(), false));
        assertThat(VmBackupPlan.next(identified(cancelled(spec())), onPool(seen)))
                .isInstanceOfSatisfying(
                        Step.Fail.class, fail -> assertThat(fail.ours()).isEqualTo(SNAPSHOT));
    }

    @Test
    void withoutAWayToThePoolAFinishedBackupSaysWhatStayedThere() {
        var observed = new Observed.WithoutPool(new AgentRun.Finished(Sample.report()), "XenHypervisor pool is gone.");
        assertThat(VmBackupPlan.next(snapshotted(spec()), observed))
                .isInstanceOfSatisfying(Step.Finish.class, finish -> {
                    assertThat(finish.snapshot()).isEmpty();
                    assertThat(finish.warnings()).singleElement().asString().contains("may still be on the pool");
                });
    }

    @Test
    void everyFailureOfAnAgentHasAReasonOfTheBackup() {
        for (var reason : FailureReason.values()) {
            assertThat(Fallbacks.reason(reason)).isNotNull();
        }
    }
}
