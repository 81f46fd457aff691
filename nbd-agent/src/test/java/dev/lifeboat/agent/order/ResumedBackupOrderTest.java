package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.xen.ChangedBlocks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An agent is ended half-way, at a host that has stopped answering. The next one with the same order goes on.
class ResumedBackupOrderTest {
    private static final int DISK_BYTES = 48 << 20;
    private static final UUID BASE = new UUID(4, 0);

    /// What is at risk, and 24 buffers of 1 MiB that were read and not yet written.
    private static final long MOST_REPEATED = Scene.AT_RISK_BYTES + (24 << 20);

    @AutoClose
    private final Scene scene = new Scene(DISK_BYTES);

    private final Gate gate = new Gate(scene.store);

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 30, 40, 47})
    void nothingThatWasReadIsReadAgainAfterASignal(int megabytes) throws Exception {
        var order = scene.full("p-1");
        var before = end(End.SIGNAL, megabytes, order);

        var server = scene.serve(_ -> new Script.Serve());
        var line = ((BackupReport) execute(order)).disks().getFirst();

        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        assertThat(line.resumedBytes()).isEqualTo(before).isEqualTo((long) megabytes << 20);
        assertThat(server.answeredBytes()).isEqualTo(DISK_BYTES - before).isEqualTo(line.readBytes());
        assertThat(scene.store.listAll("sessions/")).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerKeepsNobodyFromEnding() throws Exception {
        var server = scene.serve(_ -> new Script.SilentAfter(12));
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform().start(() -> outcome.set(execute(scene.full("p-1"))));
        await().atMost(Duration.ofSeconds(30)).until(() -> server.answered().size() >= 12);
        gate.silent = true;

        agent.interrupt();

        assertThat(agent.join(Duration.ofSeconds(25))).isTrue();
        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        server.awaitGoodByes(server.connections());
        assertThat(scene.pool.calls.getLast()).startsWith("close");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 30, 40, 47})
    void aFullBackupIsReadFromWhereTheKilledAgentWas(int megabytes) throws Exception {
        var before = end(End.KILL, megabytes, scene.full("p-1"));

        var server = scene.serve(_ -> new Script.Serve());
        var report = (BackupReport) execute(scene.full("p-1"));

        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        var line = report.disks().getFirst();
        assertThat(server.answeredBytes())
                .isEqualTo(DISK_BYTES - line.resumedBytes())
                .isEqualTo(line.readBytes());
        assertThat(before - line.resumedBytes()).isBetween(0L, MOST_REPEATED);
        assertThat(line.newBytes()).isGreaterThanOrEqualTo(DISK_BYTES);
        assertThat(scene.board.now().doneBytes())
                .isEqualTo(scene.board.now().totalBytes())
                .isEqualTo(DISK_BYTES);
        assertThat(scene.store.listAll("sessions/")).isEmpty();
    }

    @Test
    void anIncrementalOneReadsTheRestOfTheChangedBlocks() throws Exception {
        scene.serve(_ -> new Script.Serve());
        assertThat(execute(scene.full("p-1"))).isInstanceOf(BackupReport.class);
        var blocks = everySecondBlockChanges();
        scene.pool.changedBlocks.put(BASE, () -> blocks);
        var order =
                scene.backup("p-2", Scene.transfer(), scene.disk(0, new DiskRead.Changed("p-1", BASE), DiskRoute.Nbd));
        var before = end(End.KILL, 22 * 16, order);

        var server = scene.serve(_ -> new Script.Serve());
        var line = ((BackupReport) execute(order)).disks().getFirst();

        assertThat(scene.content("p-2")).isEqualTo(scene.disk);
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.changedBytes()).isEqualTo(blocks.changedBytes());
        assertThat(server.answeredBytes())
                .isEqualTo(line.readBytes())
                .isEqualTo(blocks.changedBytes() - line.resumedBytes());
        assertThat(before - line.resumedBytes()).isBetween(0L, MOST_REPEATED);
        assertThat(server.answered()).allMatch(read -> blocks.isChanged(read.offset()));
    }

    @Test
    void overHttpsTheStreamComesWholeAndOnlyTheRestIsWritten() throws Exception {
        end(End.SIGNAL, 44, scene.full("p-1"));
        scene.pool.nbdExports.clear();

        var line = ((BackupReport) execute(scene.full("p-1"))).disks().getFirst();

        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.resumedBytes()).isPositive();
    }

    @Test
    void anOrderWhosePointIsThereReportsItsDisksFromTheManifest() throws Exception {
        scene.serve(_ -> new Script.Serve());
        var order = scene.full("p-1");
        var first = (BackupReport) execute(order);

        var again = (BackupReport) execute(order);

        assertThat(again.disks()).isEqualTo(first.disks()).hasSize(1);
        assertThat(again.totals()).isEqualTo(first.totals());
    }

    @Test
    void anAgentWhoseOrderAnotherOneHasTakenOverEndsWithoutAnythingCommitted() throws Exception {
        scene.serve(number -> {
            // While the first agent opens its disk, another one begins and ends half-way.
            if (number == 0) {
                serveOther();
            }
            return new Script.Serve();
        });

        var failure = (FailureReport) execute(scene.full("p-1"));

        assertThat(failure.reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(failure.message()).contains("another writer took over");
        assertThat(Repository.open(scene.store).points()).isEmpty();
    }

    private void serveOther() {
        Repository.open(scene.store).startBackup(Points.header("p-1")).close();
    }

    /// How an agent ends: in its own time, or like a machine without power.
    private enum End {
        SIGNAL,
        KILL
    }

    /// The store, which a dead agent reaches no more.
    private static final class Gate extends ForwardingObjectStore {
        private volatile boolean dead;
        private volatile boolean silent;

        Gate(ObjectStore store) {
            super(store);
        }

        @Override
        public void put(ObjectKey key, ByteBuffer content) {
            if (dead) {
                throw new ObjectStoreException(
                        ObjectStoreException.Operation.PUT,
                        key.value(),
                        ObjectStoreException.Retry.NEVER,
                        "nobody is there to do it",
                        null);
            }
            if (silent) {
                throw new IllegalStateException(waitForEver());
            }
            super.put(key, content);
        }

        private static InterruptedException waitForEver() {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody opens it");
            } catch (InterruptedException e) {
                return e;
            }
        }
    }

    /// The agent is ended when the host has answered so many reads, and answers no more.
    ///
    /// @return bytes that it was sent
    private long end(End how, int reads, BackupOrder order) throws Exception {
        var server = scene.serve(_ -> new Script.SilentAfter(reads));
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform().start(() -> outcome.set(execute(order)));
        await().atMost(Duration.ofSeconds(30)).until(() -> server.answered().size() >= reads);
        gate.dead = how == End.KILL;
        agent.interrupt();
        assertThat(agent.join(Duration.ofSeconds(30))).isTrue();
        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        gate.dead = false;
        return server.answeredBytes();
    }

    private Report execute(BackupOrder order) {
        return scene.execute(order, gate, scene.board);
    }

    private ChangedBlocks everySecondBlockChanges() {
        var every = IntStream.range(0, DISK_BYTES >> 16).filter(block -> block % 2 == 0);
        var blocks = DiskBytes.changed(DISK_BYTES, every.toArray());
        DiskBytes.overwrite(scene.disk, blocks);
        return blocks;
    }
}
