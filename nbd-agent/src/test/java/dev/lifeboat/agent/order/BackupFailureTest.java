package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.OneDisk.DISK_BYTES;
import static dev.lifeboat.agent.order.SampleOrders.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.TransferFailedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Backup orders that cannot be done end with a reason, without a point, and without anything left on the pool.
class BackupFailureTest {
    private final OneDisk disk = new OneDisk();

    @AutoClose
    private final Scene scene = disk.scene;

    @Test
    void anExportThatThePoolDisownsAtTheEndIsNotCommitted() {
        scene.pool.failures.put("finishExport", new TransferFailedException("task failed: VDI_IO_ERROR"));

        assertThat(scene.fail("p-1", disk.full()).reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(Repository.open(scene.store).points()).isEmpty();
    }

    @Test
    void aSnapshotThatIsGoneIsSaidToBeGone() {
        scene.pool.records.clear();

        assertThat(scene.fail("p-1", disk.full()).reason()).isEqualTo(FailureReason.SnapshotGone);
    }

    @Test
    void aDiskOfAnotherSizeThanOrderedIsRefused() throws Exception {
        scene.serve(0);

        var failure = scene.fail("p-1", Scene.disk(0, DISK_BYTES - 512, all(), DiskRoute.Nbd));

        assertThat(failure.reason()).isEqualTo(FailureReason.InvalidOrder);
        assertThat(failure.message()).contains("" + DISK_BYTES).contains("" + (DISK_BYTES - 512));
    }

    @Test
    void aReadThatIsRefusedForGoodEndsTheOrder() throws Exception {
        var server = scene.serve(0, _ -> new Script.ErrorAt(0, 1));

        var failure = scene.fail("p-1", disk.full());

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(failure.message()).contains("EPERM").doesNotContain("secret");
        server.awaitGoodByes(1);
    }

    @Test
    void anUnreachablePoolAndAMissingRepositoryHaveTheirOwnReasons() {
        scene.pool.failures.put(
                "readRecords",
                new PoolUnreachableException(
                        URI.create("https://x"),
                        PoolUnreachableException.Reason.REFUSED,
                        true,
                        "refused",
                        new IOException()));
        assertThat(scene.fail("p-1", disk.full()).reason()).isEqualTo(FailureReason.PoolUnreachable);

        scene.store.delete(new ObjectKey("repository.json"));
        assertThat(scene.fail("p-1", disk.full()).reason()).isEqualTo(FailureReason.RepositoryMissing);
    }

    @Test
    void interruptingCancelsAndSaysGoodByeToTheHost() throws Exception {
        var server = scene.serve(0, _ -> new Script.SilentAfter(2));
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform().start(() -> outcome.set(scene.execute("p-1", disk.full())));
        await().atMost(Duration.ofSeconds(30)).until(() -> server.answered().size() >= 2);

        agent.interrupt();
        assertThat(agent.join(Duration.ofSeconds(25))).isTrue();

        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        server.awaitGoodByes(1);
        assertThat(scene.pool.calls.getLast()).startsWith("close");
        assertThat(Repository.open(scene.store).points()).isEmpty();
    }
}
