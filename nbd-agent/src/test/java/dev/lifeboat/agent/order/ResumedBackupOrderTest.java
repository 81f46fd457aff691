package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.nbd.ScriptedNbdServer;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Read;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.Tuning;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.session.CheckpointPolicy;
import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.VmRecords;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An agent is ended half-way, at a host that has stopped answering. The next one with the same order goes on.
class ResumedBackupOrderTest {
    private static final int PIECE = 64 << 10;
    private static final int DISK_BYTES = 48 << 20;
    private static final UUID VM = new UUID(1, 1);
    private static final UUID SNAPSHOT = new UUID(2, 2);
    private static final UUID BASE = new UUID(4, 0);
    private static final UUID SNAPSHOT_VDI = new UUID(5, 0);

    private static final long AT_RISK = 4 << 20;

    /// And 24 buffers of 1 MiB that were read and not yet written.
    private static final long MOST_REPEATED = AT_RISK + (24 << 20);

    private static final Tuning TUNING =
            new Tuning(2, 2, 4, 4096, 2, new CheckpointPolicy(AT_RISK, Duration.ofSeconds(15), Duration.ZERO, AT_RISK));

    private final FakePool pool = new FakePool();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Gate gate = new Gate(store);
    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    private final byte[] disk = new byte[DISK_BYTES];
    private final List<AutoCloseable> resources = new ArrayList<>();

    ResumedBackupOrderTest() {
        new Random(7).nextBytes(disk);
        pool.records.put(SNAPSHOT, new VmRecords(Map.of("vm", Map.of("name_label", "snapshot of web"))));
        pool.disks.put(SNAPSHOT_VDI, disk);
        Repository.openOrCreate(store, new RepositoryOptions(Geometry.STANDARD, 8 << 20));
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : resources) {
            resource.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 30, 40, 47})
    void nothingThatWasReadIsReadAgainAfterASignal(int megabytes) throws Exception {
        var order = order("p-1", new DiskRead.All(FullReason.FirstBackup));
        var before = end(End.SIGNAL, megabytes, order);

        var server = serve(_ -> new Script.Serve());
        var line = ((BackupReport) execute(order)).disks().getFirst();

        assertThat(content("p-1")).isEqualTo(disk);
        assertThat(line.resumedBytes()).isEqualTo(before).isEqualTo((long) megabytes << 20);
        assertThat(bytes(server)).isEqualTo(DISK_BYTES - before).isEqualTo(line.readBytes());
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerKeepsNobodyFromEnding() throws Exception {
        var server = serve(_ -> new Script.SilentAfter(12));
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform()
                .start(() -> outcome.set(execute(order("p-1", new DiskRead.All(FullReason.FirstBackup)))));
        await().atMost(Duration.ofSeconds(30)).until(() -> server.answered().size() >= 12);
        gate.silent = true;

        agent.interrupt();

        assertThat(agent.join(Duration.ofSeconds(9))).isTrue();
        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(server.disconnected()).hasSize(server.connections());
        assertThat(pool.calls.getLast()).startsWith("close");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 30, 40, 47})
    void aFullBackupIsReadFromWhereTheKilledAgentWas(int megabytes) throws Exception {
        var before = end(End.KILL, megabytes, order("p-1", new DiskRead.All(FullReason.FirstBackup)));

        var server = serve(_ -> new Script.Serve());
        var report = (BackupReport) execute(order("p-1", new DiskRead.All(FullReason.FirstBackup)));

        assertThat(content("p-1")).isEqualTo(disk);
        var line = report.disks().getFirst();
        assertThat(bytes(server)).isEqualTo(DISK_BYTES - line.resumedBytes()).isEqualTo(line.readBytes());
        assertThat(before - line.resumedBytes()).isBetween(0L, MOST_REPEATED);
        assertThat(line.newBytes()).isGreaterThanOrEqualTo(DISK_BYTES);
        assertThat(board.now().doneBytes()).isEqualTo(board.now().totalBytes()).isEqualTo(DISK_BYTES);
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void anIncrementalOneReadsTheRestOfTheChangedBlocks() throws Exception {
        serve(_ -> new Script.Serve());
        assertThat(execute(order("p-1", new DiskRead.All(FullReason.FirstBackup))))
                .isInstanceOf(BackupReport.class);
        var blocks = everySecondBlockChanges();
        pool.changedBlocks.put(BASE, () -> blocks);
        var order = order("p-2", new DiskRead.Changed("p-1", BASE));
        var before = end(End.KILL, 22 * 16, order);

        var server = serve(_ -> new Script.Serve());
        var line = ((BackupReport) execute(order)).disks().getFirst();

        assertThat(content("p-2")).isEqualTo(disk);
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.changedBytes()).isEqualTo(blocks.changedBytes());
        assertThat(bytes(server)).isEqualTo(line.readBytes()).isEqualTo(blocks.changedBytes() - line.resumedBytes());
        assertThat(before - line.resumedBytes()).isBetween(0L, MOST_REPEATED);
        assertThat(server.answered()).allMatch(read -> blocks.isChanged(read.offset()));
    }

    @Test
    void overHttpsTheStreamComesWholeAndOnlyTheRestIsWritten() throws Exception {
        end(End.SIGNAL, 44, order("p-1", new DiskRead.All(FullReason.FirstBackup)));
        pool.nbdExports.clear();

        var line = ((BackupReport) execute(order("p-1", new DiskRead.All(FullReason.FirstBackup))))
                .disks()
                .getFirst();

        assertThat(content("p-1")).isEqualTo(disk);
        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.resumedBytes()).isPositive();
    }

    @Test
    void anOrderWhosePointIsThereReportsItsDisksFromTheManifest() throws Exception {
        serve(_ -> new Script.Serve());
        var order = order("p-1", new DiskRead.All(FullReason.FirstBackup));
        var first = (BackupReport) execute(order);

        var again = (BackupReport) execute(order);

        assertThat(again.disks()).isEqualTo(first.disks()).hasSize(1);
        assertThat(again.totals()).isEqualTo(first.totals());
    }

    @Test
    void anAgentWhoseOrderAnotherOneHasTakenOverEndsWithoutAnythingCommitted() throws Exception {
        serve(number -> {
            // While the first agent opens its disk, another one begins and ends half-way.
            if (number == 0) {
                serveOther();
            }
            return new Script.Serve();
        });

        var failure = (FailureReport) execute(order("p-1", new DiskRead.All(FullReason.FirstBackup)));

        assertThat(failure.reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(failure.message()).contains("another writer took over");
        assertThat(Repository.open(store).points()).isEmpty();
    }

    private void serveOther() {
        var header = new BackupHeader(
                new PointId("p-1"),
                VM,
                "web",
                new UUID(9, 9),
                "west",
                Instant.parse("2026-11-22T03:00:00Z"),
                Map.of("policy", "gold"),
                new ObjectMapper().createObjectNode());
        Repository.open(store).startBackup(header).close();
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
        var server = serve(_ -> new Script.SilentAfter(reads));
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform().start(() -> outcome.set(execute(order)));
        await().atMost(Duration.ofSeconds(30)).until(() -> server.answered().size() >= reads);
        gate.dead = how == End.KILL;
        agent.interrupt();
        assertThat(agent.join(Duration.ofSeconds(9))).isTrue();
        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        gate.dead = false;
        return bytes(server);
    }

    private static long bytes(ScriptedNbdServer server) {
        return server.answered().stream().mapToLong(Read::length).sum();
    }

    private ScriptedNbdServer serve(IntFunction<Script> scripts) throws Exception {
        var server = ScriptedNbdServer.plain(disk.clone(), scripts);
        resources.add(server);
        pool.nbdExports.put(SNAPSHOT_VDI, List.of(server.export()));
        return server;
    }

    private Report execute(BackupOrder order) {
        return new Orders(
                        new Doors(_ -> pool, _ -> gate, new KeyDoor(Optional.empty())),
                        board,
                        Clock.systemUTC(),
                        TUNING)
                .execute(order);
    }

    private byte[] content(String pointId) {
        var repository = Repository.open(store);
        var image =
                repository.find(VM, new PointId(pointId)).orElseThrow().disks().getFirst();
        var bytes = ByteBuffer.allocate(DISK_BYTES);
        repository.reader(image).readAll((offset, data) -> bytes.put((int) offset, data, 0, data.remaining()));
        return bytes.array();
    }

    private ChangedBlocks everySecondBlockChanges() {
        var bitmap = new byte[DISK_BYTES / PIECE / 8];
        Arrays.fill(bitmap, (byte) 0xAA);
        var blocks = ChangedBlocks.of(DISK_BYTES, bitmap);
        var random = new Random(8);
        blocks.runs().forEach(run -> {
            var bytes = new byte[(int) run.lengthBytes()];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, disk, (int) run.offset(), bytes.length);
        });
        return blocks;
    }

    private static BackupOrder order(String pointId, DiskRead read) {
        return new BackupOrder(
                "uid",
                new PoolAccess(List.of(URI.create("https://pool.example")), new PoolTrust.Insecure()),
                new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()),
                new Transfer(NbdTls.Disabled, 1, 1 << 20, OnUnavailable.FallBack, OnUnavailable.FallBack),
                new PointHeader(
                        pointId,
                        VM,
                        "web",
                        SNAPSHOT,
                        new UUID(9, 9),
                        "west",
                        Instant.parse("2026-11-22T03:00:00Z"),
                        Map.of("policy", "gold")),
                List.of(new DiskBackup("0", new UUID(3, 0), SNAPSHOT_VDI, "root", DISK_BYTES, true, read)));
    }
}
