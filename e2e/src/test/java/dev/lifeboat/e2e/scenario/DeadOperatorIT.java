package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.VmBackupStatus.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// What is ended early while the operator is dead, or by its death: the next one leaves the pool clean within a minute.
/// Begins and ends as NothingLeftIT does, which may run beside others.
@Alone
@Order(RunningLifeboat.FIRST)
class DeadOperatorIT {
    private static int count;

    private final Lifeboat lifeboat;
    private EarlyEnd scene;

    DeadOperatorIT(Lifeboat lifeboat) {
        this.lifeboat = lifeboat;
    }

    @BeforeEach
    void ready() {
        scene = EarlyEnd.of(lifeboat, "dead-operator", ++count);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        scene.noFaultsAndNothingLeft();
    }

    @Test
    void cancelledDuringTheSnapshot() throws Exception {
        scene.startSlowSnapshot();
        scene.whileTheOperatorIsDead(scene::cancel);
        scene.failed("Cancelled");
    }

    @Test
    void deletedDuringTheSnapshot() throws Exception {
        scene.startSlowSnapshot();
        scene.whileTheOperatorIsDead(scene::delete);
        scene.gone();
    }

    @Test
    void cancelledDuringTheTransfer() throws Exception {
        scene.startSlowTransfer();
        scene.whileTheOperatorIsDead(scene::cancel);
        scene.failed("Cancelled");
    }

    @Test
    void deletedDuringTheTransfer() throws Exception {
        scene.startSlowTransfer();
        scene.whileTheOperatorIsDead(scene::delete);
        scene.gone();
    }

    @Test
    void aRestoreThatIsCancelledDuringTheTransfer() throws Exception {
        scene.startSlowRestore();
        scene.whileTheOperatorIsDead(scene::cancelRestore);
        scene.restoreCancelled();
    }

    @Test
    void killedWhileItTidiesUpItFinishesLater() throws Exception {
        lifeboat.control(
                "POST", "/faults/calls", "{\"method\":\"VDI.data_destroy\",\"kind\":\"delay\",\"milliseconds\":8000}");
        scene.apply("type: Auto");
        var tidying = scene.await(backup -> backup.getStatus().phase() == Phase.Finalizing || Outcome.ended(backup));
        assertThat(tidying.getStatus().phase()).isEqualTo(Phase.Finalizing);

        scene.whileTheOperatorIsDead(() -> {});

        scene.await(Outcome::complete);
        scene.delete();
        scene.gone();
    }
}
