package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.Resources;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pass after pass over a pool and agents in memory.
class VmRestoreLifeTest {
    private final RestoreLife life = new RestoreLife();

    @BeforeEach
    void aBackup() {
        life.neighbours.put(Resources.hypervisor(true, false, 4));
        life.neighbours.put(Backups.backup("Complete"));
    }

    private RestoreOrder order() {
        return (RestoreOrder) life.agents.order("restore");
    }

    private void agentFillsTheVm() {
        agentFillsTheVm(List.of());
    }

    private void agentFillsTheVm(List<ExcludedDisk> missing) {
        life.pool.put(Restores.made(order().temporaryName()));
        life.agents.all(new AgentRun.Finished(new RestoreReport(
                Restores.UID,
                Restores.VM,
                30,
                5 << 20,
                5 << 20,
                List.of(new RestoreReport.RestoredDisk("0", Backups.SOURCE, 10L << 30, 5 << 20)),
                missing)));
    }

    @Test
    void aVmComesBackUnderItsNameAndHalted() {
        var restore = Restores.restore(Restores.spec());
        life.run(restore);
        var order = order();
        assertThat(order.pointId()).isEqualTo(Backups.POINT);
        assertThat(order.sourceVmUuid()).isEqualTo(Backups.SOURCE);
        assertThat(order.temporaryName()).startsWith("web (restored) [");
        assertThat(order.markers()).containsEntry(MarkerKeys.RESTORE_UID, Restores.UID);

        agentFillsTheVm();
        life.run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(restore.getStatus().vm().name()).isEqualTo("web (restored)");
        assertThat(restore.getStatus().progress().percentText()).isEqualTo("100%");
        assertThat(life.pool.findVm(Restores.VM).orElseThrow().name()).isEqualTo("web (restored)");
        assertThat(life.pool.log()).containsExactly("releaseVm");
    }

    @Test
    void whatThePoolCannotGiveTheVmIsAWarning() {
        var restore = Restores.restore(Restores.spec());
        life.run(restore);
        life.pool.put(Restores.made(order().temporaryName()));
        life.agents.all(new AgentRun.Finished(new RestoreReport(
                Restores.UID, Restores.VM, 30, 0, 0, List.of(), List.of(), List.of("It goes without a virtual TPM"))));
        life.run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(restore.getStatus().warnings()).containsExactly("It goes without a virtual TPM");
        assertThat(RestoreLife.message(restore, Conditions.COMPLETE)).endsWith("It goes without a virtual TPM.");
    }

    @Test
    void aRestoreSaysWhichDisksThePointDoesWithout() {
        var restore = Restores.restore(Restores.spec());
        life.run(restore);
        agentFillsTheVm(List.of(new ExcludedDisk("1", Backups.SOURCE, "scratch", 1L << 30, "its name holds [NOBAK]")));
        life.run(restore);

        assertThat(restore.getStatus().missingDisks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.name()).isEqualTo("scratch"));
        assertThat(RestoreLife.message(restore, Conditions.COMPLETE))
                .endsWith(
                        "does without disk 1 ('scratch', 1Gi, left out because its name holds [NOBAK]), and so does the"
                                + " VM.");
    }

    @Test
    void aVmIsStartedWhenAskedFor() {
        var restore = Restores.restore(Restores.poweredOn());
        life.run(restore);
        agentFillsTheVm();
        life.run(restore);

        assertThat(life.pool.log()).containsExactly("releaseVm", "startVm");
    }

    @Test
    void aVmThatDoesNotStartIsStillRestored() {
        var restore = Restores.restore(Restores.poweredOn());
        life.run(restore);
        agentFillsTheVm();
        life.pool.fail("startVm", "HOST_NOT_ENOUGH_FREE_MEMORY");
        life.run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(RestoreLife.message(restore, Conditions.COMPLETE)).contains("HOST_NOT_ENOUGH_FREE_MEMORY");
    }

    @Test
    void aCrashAfterTheReleaseIsGoneOnFrom() {
        var restore = Restores.restore(Restores.spec());
        life.run(restore);
        agentFillsTheVm();
        life.pass(restore);
        var before = restore.getStatus();
        life.pass(restore);
        restore.setStatus(before);
        life.run(restore);

        assertThat(restore.getStatus().vm().name()).isEqualTo("web (restored)");
        assertThat(life.pool.log()).containsExactly("releaseVm", "releaseVm");
    }

    @Test
    void aFailureTakesTheHalfMadeVmAway() {
        var restore = Restores.restore(Restores.spec());
        life.run(restore);
        life.pool.put(Restores.made(order().temporaryName()));
        life.agents.all(new AgentRun.Finished(new FailureReport(Restores.UID, FailureReason.TargetFull, "No space.")));
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.FAILED)).isEqualTo("TargetFull");
        assertThat(life.pool.log()).containsExactly("destroyVm");
    }

    @Test
    void aCancelStopsTheAgentThenTakesTheVmAway() {
        var restore = Restores.restore(Restores.spec());
        life.run(restore);
        var temporaryName = order().temporaryName();
        life.agents.all(new AgentRun.Running(Optional.empty()));
        life.pool.put(Restores.made(temporaryName));
        restore.setSpec(Restores.cancelled());

        life.pass(restore);
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Cancelling);
        assertThat(life.pool.log()).isEmpty();
        life.pass(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Cancelled);
        assertThat(life.pool.log()).containsExactly("destroyVm");
    }

    @Test
    void aCloneOfAHalfMadeVmIsNobodysButTheUsers() {
        var restore = Restores.restore(Restores.spec());
        life.run(restore);
        life.pool.put(Restores.made("my clone"));
        life.agents.all(new AgentRun.Died("Out of memory.", false));
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.FAILED)).isEqualTo("AgentFailed");
        assertThat(life.pool.log()).isEmpty();
    }
}
