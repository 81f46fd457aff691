package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.BackupStrategy.OnCbtUnavailable;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import org.junit.jupiter.api.Test;

/// What goes wrong on the way: what it is called, and what of the backup stays on the pool.
class TroubledLifeTest {
    private final Life life = new Life();

    @Test
    void aFailedAgentLeavesNothingOnThePool() {
        var backup = life.backup(Specs.spec());
        life.run(backup, new FailureReport(Sample.UID, FailureReason.StorageNotWritable, "The bucket is read-only."));

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("StorageNotWritable");
        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("StorageNotWritable");
        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis()).isEmpty();
    }

    @Test
    void aFailureKeepsTheBaseOfTheBackupBefore() {
        life.finish(life.backup(Specs.spec()));
        var base = life.pool.vdis();
        var second = life.second(Specs.spec());

        life.run(second, new FailureReport(Sample.UID, FailureReason.RepositoryDamaged, "A pack is damaged."));

        assertThat(second.getStatus().phase()).isEqualTo(Phase.Failed);
        assertThat(life.pool.vdis()).isEqualTo(base);
    }

    @Test
    void aVmThatVanishesFailsItsBackup() {
        var backup = life.backup(Specs.spec());
        life.pass(backup);
        life.pass(backup);
        life.pool.remove(Sample.VM);
        life.pass(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("VmNotFound");
        assertThat(life.pool.log()).doesNotContain("takeSnapshot");
    }

    @Test
    void aFullStorageRepositoryFailsAtOnce() {
        var backup = life.backup(Specs.spec());
        life.pool.fail("takeSnapshot", "SR_BACKEND_FAILURE_44");
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("SrFull");
    }

    @Test
    void aBusyVmIsTriedAgainUntilTheLastTry() {
        var backup = life.backup(Specs.spec());
        life.pass(backup);
        life.pass(backup);
        life.pool.fail("takeSnapshot", "OTHER_OPERATION_IN_PROGRESS");
        assertThatThrownBy(() -> life.pass(backup)).isInstanceOf(Problem.Unavailable.class);

        life.pool.fail("takeSnapshot", "OTHER_OPERATION_IN_PROGRESS");
        life.pass(backup, Attempt.Last);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("SnapshotFailed");
    }

    @Test
    void aDiskThatCannotBeTrackedIsReadWhole() {
        life.pool.fail("enableCbt", "SR_BACKEND_FAILURE_66");
        var backup = life.backup(Specs.spec());
        life.finish(backup);

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(backup.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.None);
        assertThat(life.pool.vdis()).isEmpty();
    }

    @Test
    void whatCannotBeRemovedIsSaidAndHoldsNothingUp() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        life.agents.all(new AgentRun.Finished(life.done(Protocol.NbdTls)));
        life.pool.fail("keepChangeMetadata", "PERMANENTLY_BROKEN");
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("CompletedWithWarnings");
        assertThat(backup.getStatus().warnings()).singleElement().asString().contains("tried again later");
    }

    @Test
    void aFailureSaysThatPartOfItCouldNotBeRemoved() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        life.agents.all(new AgentRun.Finished(
                new FailureReport(Sample.UID, FailureReason.StorageNotWritable, "The bucket is read-only.")));
        life.pool.fail("destroySnapshot", "PERMANENTLY_BROKEN");
        var done = life.pass(backup);

        assertThat(life.pool.snapshots()).hasSize(1);
        assertThat(backup.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.Data);
        assertThat(Life.condition(backup, Conditions.FAILED).getMessage())
                .isEqualTo("The bucket is read-only. Part of it is still on the pool; see status.warnings.");
        assertThat(done.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.reason()).isEqualTo(VmBackupReason.StorageNotWritable);
            assertThat(backup.getStatus().warnings()).containsExactly(warning.sentence());
        });
    }

    @Test
    void aFullReadIsToldApartFromWhatElseWentWrong() {
        life.finish(life.backup(Specs.spec()));
        life.pool.vdis().forEach(base -> life.pool.destroyVdi(base.uuid()));
        var second = life.second(Specs.spec());
        life.run(second);
        life.agents.all(new AgentRun.Finished(life.done(Protocol.NbdTls)));
        life.pool.fail("keepChangeMetadata", "PERMANENTLY_BROKEN");
        life.pass(second);
        var messages = Warning.messages(life.pass(second).warnings());

        assertThat(messages)
                .containsOnlyKeys(VmBackupReason.UnplannedFull, VmBackupReason.CompletedWithWarnings)
                .hasEntrySatisfying(
                        VmBackupReason.UnplannedFull,
                        text -> assertThat(text)
                                .isEqualTo(second.getStatus().warnings().getFirst()))
                .hasEntrySatisfying(
                        VmBackupReason.CompletedWithWarnings,
                        text -> assertThat(text)
                                .isEqualTo(second.getStatus().warnings().getLast()));
    }

    @Test
    void aDiskThatCannotBeTrackedAndMustBeFailsAndSaysWhoDemandsIt() {
        life.pool.fail("enableCbt", "SR_BACKEND_FAILURE_66");
        var backup = life.backup(Specs.spec(BackupType.Auto, Reference.Auto, OnCbtUnavailable.Fail));
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("CbtUnavailable");
        assertThat(Life.condition(backup, Conditions.FAILED).getMessage())
                .endsWith("ruled out by strategy.onCbtUnavailable: Fail of BackupPolicy gold.");
    }

    @Test
    void aDetourOverHttpIsWarnedOf() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        life.run(backup, life.done(Protocol.Http));

        assertThat(backup.getStatus().phase()).isEqualTo(Phase.SucceededWithWarnings);
        assertThat(backup.getStatus().warnings()).singleElement().asString().contains("over HTTP");
    }

    @Test
    void aBackupThatMustGoOverNbdIsNotBegunWithout() {
        var hypervisor = Resources.hypervisor(true, false, 4);
        hypervisor.setStatus(Resources.withoutNbd(hypervisor.getStatus()));
        life.neighbours.put(hypervisor);
        var backup = life.backup(Specs.withoutNbdFails(Specs.spec()));
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("NbdUnavailable");
        assertThat(life.pool.log()).isEmpty();
    }

    @Test
    void reasonsOfOthersBecomeItsOwn() {
        assertThat(ErrorStatus.reason(XenHypervisorReason.NotReachable)).isEqualTo(VmBackupReason.PoolUnreachable);
        assertThat(ErrorStatus.reason(XenHypervisorReason.PermissionDenied))
                .isEqualTo(VmBackupReason.CredentialsRejected);
        assertThat(ErrorStatus.reason(XenHypervisorReason.InvalidSpec)).isEqualTo(VmBackupReason.HypervisorNotReady);
        assertThat(ErrorStatus.reason(BackupStorageReason.ClaimMissing)).isEqualTo(VmBackupReason.StorageNotReady);
        assertThat(ErrorStatus.reason(VmBackupReason.SrFull)).isEqualTo(VmBackupReason.SrFull);
    }
}
