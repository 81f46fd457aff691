package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import dev.lifeboat.xen.SnapshotConsistency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// From the queue to the order of an agent.
class VmBackupPlanTest {
    private static final AgentRun NO_AGENT = new AgentRun.Absent();
    private static final ExcludedDisks NOTHING = new ExcludedDisks(List.of());
    private static final SnapshotConsistency CRASH = SnapshotConsistency.CRASH_CONSISTENT;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void beforeTheSnapshot(String situation, Request request, Observed observed, Step expected) {
        assertThat(VmBackupPlan.next(request, observed, Sample.NOW)).isEqualTo(expected);
    }

    static Stream<Arguments> beforeTheSnapshot() {
        var found = new VmLookup.Found(Sample.vm());
        return Stream.of(
                arguments(
                        "the gate is closed",
                        Requests.fresh(Specs.spec()),
                        new Observed.Outside(new Gate.Closed(VmBackupReason.Queued, "Waits.")),
                        new Step.Wait(VmBackupReason.Queued, "Waits.")),
                arguments(
                        "the gate is open",
                        Requests.fresh(Specs.spec()),
                        new Observed.Outside(new Gate.Open()),
                        new Step.Begin()),
                arguments(
                        "a VM is there and not written down yet",
                        Requests.started(Specs.spec()),
                        Seen.onPool(Seen.pool(found)),
                        new Step.Identify(Sample.vm(), Sample.traits())),
                arguments(
                        "a VM is written down, its disk is tracked",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(Seen.pool(found)),
                        new Step.TakeSnapshot(
                                Sample.vm(), List.of(), NOTHING, CRASH, Kind.Cbt, Set.of(), Optional.empty())),
                arguments(
                        "its disk is not tracked yet",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(Seen.pool(untracked())),
                        new Step.TakeSnapshot(
                                untracked().vm(),
                                List.of(),
                                NOTHING,
                                CRASH,
                                Kind.Cbt,
                                Set.of(Sample.DISK),
                                Optional.empty())),
                arguments(
                        "its disk cannot be tracked",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(Seen.pool(Sample.traits(true, Set.of(), CbtMode.Auto, true), untracked())),
                        new Step.TakeSnapshot(
                                untracked().vm(), List.of(), NOTHING, CRASH, Kind.Xva, Set.of(), Optional.empty())),
                arguments(
                        "tracking is ruled out by the hypervisor",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(
                                Seen.pool(Sample.traits(true, Set.of(Sample.SR), CbtMode.Never, true), untracked())),
                        new Step.TakeSnapshot(
                                untracked().vm(), List.of(), NOTHING, CRASH, Kind.Xva, Set.of(), Optional.empty())),
                arguments(
                        "tracking is not switched on by itself",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(
                                Seen.pool(Sample.traits(true, Set.of(Sample.SR), CbtMode.Auto, false), untracked())),
                        new Step.TakeSnapshot(
                                untracked().vm(), List.of(), NOTHING, CRASH, Kind.Xva, Set.of(), Optional.empty())),
                arguments(
                        "the VM is being migrated",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(Seen.pool(
                                new VmLookup.Found(Sample.vm(List.of(Sample.disk(true)), Set.of("pool_migrate"))))),
                        new Step.Wait(VmBackupReason.Preparing, "Waits for pool_migrate of VM 'web' to end.")),
                arguments(
                        "another backup has the VM",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(Seen.withRival(Seen.pool(), "VmBackup other")),
                        new Step.Wait(
                                VmBackupReason.Preparing, "Waits for VmBackup other, which works on the same VM.")),
                arguments(
                        "the storage stopped being ready",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(Seen.withoutRepository(Seen.pool())),
                        new Step.Wait(VmBackupReason.StorageNotReady, "Waits for BackupStorage bucket to be Ready.")),
                arguments(
                        "the hypervisor's object is gone",
                        Requests.identified(Specs.spec()),
                        new Observed.WithoutPool(NO_AGENT, "XenHypervisor pool is gone."),
                        new Step.Wait(VmBackupReason.UnknownReference, "XenHypervisor pool is gone.")));
    }

    private static VmLookup.Found untracked() {
        return new VmLookup.Found(Sample.vm(List.of(Sample.disk(false)), Set.of()));
    }

    @Test
    void theSnapshotIsFoundAgainAfterACrash() {
        var crashedBeforeWritingStatus = Requests.identified(Specs.spec());

        var step = VmBackupPlan.next(crashedBeforeWritingStatus, Seen.onPool(Seen.withSnapshot()), Sample.NOW);

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
        var seen = Seen.pool(List.of(Sample.snapshot()), List.of(Sample.base()), List.of(Sample.earlier()));

        var step = VmBackupPlan.next(Requests.snapshotted(Specs.spec()), Seen.onPool(seen), Sample.NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.StartAgent.class,
                        start -> assertThat(start.disks())
                                .singleElement()
                                .satisfies(disk -> assertThat(disk.read())
                                        .isEqualTo(new DiskRead.Changed(Sample.EARLIER_UID, Sample.BASE))));
    }

    @Test
    void aSnapshotThatACrashLeftWithoutMarkersIsTakenAnew() {
        var seen = Seen.withUnmarked(Seen.pool(), Sample.SNAPSHOT);
        assertThat(VmBackupPlan.next(Requests.identified(Specs.spec()), Seen.onPool(seen), Sample.NOW))
                .isEqualTo(new Step.TakeSnapshot(
                        Sample.vm(), List.of(Sample.SNAPSHOT), NOTHING, CRASH, Kind.Cbt, Set.of(), Optional.empty()));
        assertThat(VmBackupPlan.next(Requests.identified(Specs.cancelled(Specs.spec())), Seen.onPool(seen), Sample.NOW))
                .isInstanceOfSatisfying(
                        Step.Fail.class,
                        fail -> assertThat(fail.ours()).isEqualTo(new Leftovers(List.of(Sample.SNAPSHOT), List.of())));
    }
}
