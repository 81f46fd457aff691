package dev.lifeboat.e2e.scenario;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Backups and restores that are ended early, at each step: the pool is clean within a minute.
@OnTheSharedPool
@Order(RunningLifeboat.EARLY)
class NothingLeftIT {
    private static int count;

    private final Lifeboat lifeboat;
    private EarlyEnd scene;

    NothingLeftIT(Lifeboat lifeboat) {
        this.lifeboat = lifeboat;
    }

    @BeforeEach
    void ready() {
        scene = EarlyEnd.of(lifeboat, "nothing-left", ++count);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        scene.noFaultsAndNothingLeft();
    }

    @Test
    void cancelledDuringTheSnapshot() throws Exception {
        scene.startSlowSnapshot();
        scene.cancel();
        scene.failed("Cancelled");
    }

    @Test
    void deletedDuringTheSnapshot() throws Exception {
        scene.startSlowSnapshot();
        scene.delete();
        scene.gone();
    }

    @Test
    void timedOutDuringTheSnapshot() throws Exception {
        scene.startSlowSnapshot("vmTimeout: 4s");
        scene.failed("TimedOut");
    }

    @Test
    void cancelledDuringTheTransfer() throws Exception {
        scene.startSlowTransfer();
        scene.cancel();
        scene.failed("Cancelled");
    }

    @Test
    void deletedDuringTheTransfer() throws Exception {
        scene.startSlowTransfer();
        scene.delete();
        scene.gone();
    }

    @Test
    void timedOutDuringTheTransfer() throws Exception {
        scene.startSlowTransfer("vmTimeout: 4s");
        scene.failed("TimedOut");
    }

    @Test
    void aRestoreThatIsCancelledDuringTheTransfer() throws Exception {
        scene.startSlowRestore();
        scene.cancelRestore();
        scene.restoreCancelled();
    }

    @Test
    void aRestoreThatIsDeletedDuringTheTransfer() throws Exception {
        scene.startSlowRestore();
        scene.deleteRestore();
        scene.restoreGone();
    }
}
