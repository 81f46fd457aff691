package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupStrategy.OnCbtUnavailable;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What ends a backup without a recovery point, and what of it has to go from the pool then.
class VmBackupFailuresTest {
    private static final AgentRun NO_AGENT = new AgentRun.Absent();
    private static final Leftovers SNAPSHOT = new Leftovers(List.of(Sample.SNAPSHOT), List.of());

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void fails(String situation, Request request, Observed observed, VmBackupReason reason, Leftovers ours) {
        var step = VmBackupPlan.next(request, observed, Sample.NOW);

        assertThat(step).isInstanceOfSatisfying(Step.Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(reason);
            assertThat(fail.ours()).isEqualTo(ours);
            assertThat(fail.message()).endsWith(".");
        });
    }

    static Stream<Arguments> fails() {
        var failFast = Specs.spec(BackupType.Auto, Reference.Auto, OnCbtUnavailable.Fail);
        var blind = Sample.traits(false, Set.of(), CbtMode.Auto, true);
        return Stream.of(
                arguments(
                        "the VM vanished between selection and snapshot",
                        Requests.identified(Specs.spec()),
                        Seen.onPool(Seen.pool(new VmLookup.None())),
                        VmBackupReason.VmNotFound,
                        Leftovers.NONE),
                arguments(
                        "no such VM",
                        Requests.started(Specs.spec()),
                        Seen.onPool(Seen.pool(new VmLookup.None())),
                        VmBackupReason.VmNotFound,
                        Leftovers.NONE),
                arguments(
                        "two VMs of that name",
                        Requests.started(Specs.spec()),
                        Seen.onPool(Seen.pool(new VmLookup.Several(2))),
                        VmBackupReason.VmNameAmbiguous,
                        Leftovers.NONE),
                arguments(
                        "the VM has no disk",
                        Requests.started(Specs.spec()),
                        Seen.onPool(Seen.pool(new VmLookup.Found(Sample.vm(List.of(), Set.of())))),
                        VmBackupReason.VmHasNoDisks,
                        Leftovers.NONE),
                arguments(
                        "the pool cannot track and must",
                        Requests.identified(failFast),
                        Seen.onPool(Seen.pool(blind, untracked())),
                        VmBackupReason.CbtUnavailable,
                        Leftovers.NONE),
                arguments(
                        "changed blocks are required by the hypervisor and were ruled out by name",
                        Requests.identified(Specs.reading(BackupStrategy.Mode.Xva)),
                        Seen.onPool(
                                Seen.pool(Sample.traits(true, Set.of(Sample.SR), CbtMode.Required, true), untracked())),
                        VmBackupReason.CbtUnavailable,
                        Leftovers.NONE),
                arguments(
                        "the snapshot to compare with is gone and must not",
                        Requests.snapshotted(Specs.with(
                                Specs.spec(),
                                Specs.strategy(
                                        BackupStrategy.Mode.Xva, OnCbtUnavailable.Fail, BackupStrategy.Base.LastFull))),
                        Seen.onPool(Seen.pool(List.of(Sample.of(Kind.Xva)), List.of(), List.of(Sample.earlier()))),
                        VmBackupReason.CbtUnavailable,
                        SNAPSHOT),
                arguments(
                        "the base is gone and must not",
                        Requests.snapshotted(failFast),
                        Seen.onPool(Seen.pool(List.of(Sample.snapshot()), List.of(), List.of(Sample.earlier()))),
                        VmBackupReason.CbtUnavailable,
                        SNAPSHOT),
                arguments(
                        "somebody removed the snapshot",
                        Requests.snapshotted(Specs.spec()),
                        Seen.onPool(Seen.pool()),
                        VmBackupReason.SnapshotGone,
                        Leftovers.NONE),
                arguments(
                        "the agent gave up",
                        Requests.snapshotted(Specs.spec()),
                        Seen.ended(Sample.failure(FailureReason.RepositoryDamaged), Seen.withSnapshot()),
                        VmBackupReason.RepositoryDamaged,
                        SNAPSHOT),
                arguments(
                        "the agent died for good",
                        Requests.snapshotted(Specs.spec()),
                        new Observed.OnPool(new AgentRun.Died("Out of memory.", false), Seen.withSnapshot()),
                        VmBackupReason.AgentFailed,
                        SNAPSHOT),
                arguments(
                        "the agent answers something else",
                        Requests.snapshotted(Specs.spec()),
                        Seen.ended(new DeletionReport(Sample.UID, true), Seen.withSnapshot()),
                        VmBackupReason.InternalError,
                        SNAPSHOT),
                arguments(
                        "cancelled while it waits",
                        Requests.fresh(Specs.cancelled(Specs.spec())),
                        new Observed.Outside(new Gate.Open()),
                        VmBackupReason.Cancelled,
                        Leftovers.NONE),
                arguments(
                        "cancelled after the snapshot",
                        Requests.snapshotted(Specs.cancelled(Specs.spec())),
                        Seen.onPool(Seen.withSnapshot()),
                        VmBackupReason.Cancelled,
                        SNAPSHOT),
                arguments(
                        "cancelled, and a crash left a disk of the snapshot",
                        Requests.snapshotted(Specs.cancelled(Specs.spec())),
                        Seen.onPool(Seen.pool(List.of(), List.of(Sample.ownDisk("user")), List.of())),
                        VmBackupReason.Cancelled,
                        new Leftovers(List.of(), List.of(Sample.SNAPSHOT_DISK))),
                arguments(
                        "cancelled, and the agent said so",
                        Requests.snapshotted(Specs.cancelled(Specs.spec())),
                        Seen.ended(Sample.failure(FailureReason.Cancelled), Seen.withSnapshot()),
                        VmBackupReason.Cancelled,
                        SNAPSHOT),
                arguments(
                        "cancelled without a way to the pool",
                        Requests.snapshotted(Specs.cancelled(Specs.spec())),
                        new Observed.WithoutPool(NO_AGENT, "XenHypervisor pool is gone."),
                        VmBackupReason.Cancelled,
                        Leftovers.NONE));
    }

    @Test
    void aRefusalBeforeAnythingIsReadSaysSoAndWhoDemandsIt() {
        var failFast = Specs.spec(BackupType.Auto, Reference.Auto, OnCbtUnavailable.Fail);
        var step = VmBackupPlan.next(
                Requests.snapshotted(failFast),
                Seen.onPool(Seen.pool(List.of(Sample.snapshot()), List.of(), List.of(Sample.earlier()))),
                Sample.NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Fail.class,
                        fail -> assertThat(fail.message())
                                .isEqualTo("Disk 0 would have to be read whole (CbtBaseMissing): nothing of the last"
                                        + " backup is left on the pool to compare with. Reading all of it is ruled out"
                                        + " by strategy.onCbtUnavailable: Fail of BackupPolicy gold; a VmBackup with"
                                        + " type: Full starts anew."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Evicted: no memory.", "Evicted: no memory"})
    void anAgentThatDiedIsNamedByItsJob(String how) {
        var step = VmBackupPlan.next(
                Requests.snapshotted(Specs.spec()),
                new Observed.OnPool(new AgentRun.Died(how, false), Seen.withSnapshot()),
                Sample.NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Fail.class,
                        fail -> assertThat(fail.message())
                                .isEqualTo("Evicted: no memory; see kubectl logs job/" + Requests.AGENT
                                        + ", then create another VmBackup."));
    }

    private static VmLookup.Found untracked() {
        return new VmLookup.Found(Sample.vm(List.of(Sample.disk(false)), Set.of()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "PoolUnreachable, PoolUnreachable",
        "CertificateNotTrusted, PoolUnreachable",
        "PermissionDenied, CredentialsRejected",
        "NbdUnavailable, NbdUnavailable",
        "CbtUnavailable, CbtUnavailable",
        "StorageFull, StorageUnavailable",
        "StorageCredentialsRejected, StorageNotWritable",
        "RepositoryKeyRejected, StorageNotReady",
        "RepositoryMissing, RepositoryDamaged",
        "DiskReadFailed, AgentFailed",
    })
    void whatAnAgentSaysBecomesAReasonOfTheBackup(FailureReason said, VmBackupReason reason) {
        assertThat(VmBackupPlan.next(
                        Requests.snapshotted(Specs.spec()),
                        Seen.ended(Sample.failure(said), Seen.withSnapshot()),
                        Sample.NOW))
                .isInstanceOfSatisfying(
                        Step.Fail.class, fail -> assertThat(fail.reason()).isEqualTo(reason));
    }
}
