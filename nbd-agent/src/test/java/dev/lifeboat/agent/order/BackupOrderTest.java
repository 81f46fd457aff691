package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.Progress.Phase;
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
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyProgress;
import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.ChangedBlocksUnavailableException.Reason;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.VmRecords;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whole backup orders: a pool in memory, NBD over real sockets, a repository in memory.
class BackupOrderTest {
    private static final int PIECE = 64 << 10;
    private static final int DISK_BYTES = 5 * (1 << 20) + 3 * PIECE + 512;
    private static final UUID VM = new UUID(1, 1);
    private static final UUID SNAPSHOT = new UUID(2, 2);
    private static final UUID VDI = new UUID(3, 0);
    private static final UUID BASE = new UUID(4, 0);
    private static final UUID SNAPSHOT_VDI = new UUID(5, 0);

    private final FakePool pool = new FakePool();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    private final byte[] disk = new byte[DISK_BYTES];
    private final List<AutoCloseable> resources = new ArrayList<>();

    @BeforeEach
    void aVmWithASnapshot() {
        new Random(7).nextBytes(disk);
        java.util.Arrays.fill(disk, 1 << 20, 3 << 20, (byte) 0);
        pool.records.put(
                SNAPSHOT, new VmRecords(Map.of("vm", Map.of("name_label", "snapshot of web", "memory", "4096"))));
        pool.disks.put(SNAPSHOT_VDI, disk);
        Repository.openOrCreate(store, RepositoryOptions.unencrypted());
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : resources) {
            resource.close();
        }
    }

    @Test
    void thePoolsOwnMetadataAndWhatWasLeftOutAreKeptWithThePoint() throws Exception {
        serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());
        var archive = "ova.xml, as the pool says it".getBytes(StandardCharsets.UTF_8);
        pool.metadata(archive);
        var order = order("p-1", full());
        var scratch = new ExcludedDisk("1", new UUID(9, 9), "scratch [NOBAK]", 42, "its name holds [NOBAK]");

        execute(withHeader(order, scratch));

        var header = Repository.open(store)
                .find(VM, new PointId("p-1"))
                .orElseThrow()
                .header();
        assertThat(header.attachments()).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo("export-metadata.tar");
            assertThat(it.content()).isEqualTo(archive);
        });
        assertThat(header.excludedDisks())
                .containsExactly(new dev.lifeboat.repository.point.ExcludedDisk(
                        "1", new UUID(9, 9), "scratch [NOBAK]", 42, "its name holds [NOBAK]"));
    }

    private static BackupOrder withHeader(BackupOrder order, ExcludedDisk excluded) {
        var point = order.point();
        return new BackupOrder(
                order.orderId(),
                order.pool(),
                order.repository(),
                order.transfer(),
                new PointHeader(
                        point.pointId(),
                        point.vmUuid(),
                        point.vmName(),
                        point.snapshotUuid(),
                        point.poolUuid(),
                        point.poolName(),
                        point.pointInTime(),
                        point.labels(),
                        List.of(excluded)),
                order.disks());
    }

    @Test
    void metadataThatIsTooLargeForAManifestIsLeftOut() throws Exception {
        serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());
        pool.metadata(new byte[(4 << 20) + 1]);

        execute(order("p-1", full()));

        var point = Repository.open(store).find(VM, new PointId("p-1")).orElseThrow();
        assertThat(point.header().attachments()).isEmpty();
    }

    @Test
    void aFullBackupHoldsEveryByteAndTheVmUnderItsOwnName() throws Exception {
        var server = serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());

        var report = (BackupReport) execute(order("p-1", full()));

        assertThat(content("p-1")).isEqualTo(disk);
        var point = Repository.open(store).find(VM, new PointId("p-1")).orElseThrow();
        assertThat(point.header().vmMetadata().at("/vm/name_label").asText()).isEqualTo("web");
        assertThat(point.header().vmMetadata().at("/vm/memory").asText()).isEqualTo("4096");
        assertThat(report.manifestKey()).isEqualTo(point.manifestKey());
        var line = report.disks().getFirst();
        assertThat(line.protocol()).isEqualTo(Protocol.Nbd);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.detail()).isEmpty();
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(line.newBytes()).isBetween(3L << 20, 4L << 20);
        assertThat(server.answered().stream().mapToLong(Read::length).sum()).isEqualTo(DISK_BYTES);
        assertThat(board.now().phase()).isEqualTo(Phase.Done);
        assertThat(board.now().doneBytes()).isEqualTo(DISK_BYTES);
        await().atMost(Duration.ofSeconds(5)).until(() -> server.disconnected().size() == server.connections());
        assertThat(pool.calls.getLast()).startsWith("close");
    }

    @Test
    void anIncrementalReadsJustTheChangedBlocks() throws Exception {
        backUpBase();
        var blocks = changed(0, 17, 18, 19, 80, 83);
        overwrite(blocks);
        pool.changedBlocks.put(BASE, () -> blocks);
        var server = serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());

        var report = (BackupReport) execute(order("p-2", changedSince("p-1")));

        assertThat(content("p-2")).isEqualTo(disk);
        var line = report.disks().getFirst();
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.changedBytes()).isEqualTo(blocks.changedBytes()).isEqualTo(5L * PIECE + 512);
        assertThat(line.readBytes()).isEqualTo(blocks.changedBytes());
        assertThat(server.answered()).extracting(Read::offset).doesNotHaveDuplicates();
        assertThat(server.answered().stream().mapToLong(Read::length).sum()).isEqualTo(blocks.changedBytes());
        assertThat(server.answered()).allMatch(read -> blocks.isChanged(read.offset()));
    }

    @Test
    void whatIsMarkedAsDamagedInTheBaseIsReadAgain() throws Exception {
        backUpBase();
        var pack = store.listAll("packs/").findFirst().orElseThrow().key();
        var bytes = store.get(pack).orElseThrow().clone();
        bytes[0] ^= 1;
        store.put(pack, ByteBuffer.wrap(bytes));
        var repair = RepairOptions.of(VerifyOptions.of(VerifyOptions.Depth.EVERY_BYTE));
        assertThat(Repository.open(store).repair(repair, VerifyProgress.NONE).marked())
                .hasSize(1);
        var blocks = changed(83);
        overwrite(blocks);
        pool.changedBlocks.put(BASE, () -> blocks);
        serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());

        var report = (BackupReport) execute(order("p-2", changedSince("p-1")));

        assertThat(content("p-2")).isEqualTo(disk);
        var line = report.disks().getFirst();
        assertThat(line.fullReason()).isEmpty();
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("were read again"));
        assertThat(line.changedBytes()).isEqualTo(blocks.changedBytes());
        assertThat(line.readBytes()).isBetween(blocks.changedBytes() + PIECE, DISK_BYTES / 2L);
    }

    @Test
    void severalDisksGoSideBySide() throws Exception {
        var disks = new ArrayList<DiskBackup>();
        for (int i = 0; i < 6; i++) {
            var bytes = new byte[(2 << 20) + i * PIECE];
            new Random(i).nextBytes(bytes);
            var snapshotVdi = new UUID(50, i);
            pool.disks.put(snapshotVdi, bytes);
            serve(snapshotVdi, bytes, number -> number == 1 ? new Script.CutAfter(100_000) : new Script.Serve());
            disks.add(new DiskBackup("" + i, new UUID(30, i), snapshotVdi, "d" + i, bytes.length, i == 0, all()));
        }

        var report = (BackupReport) execute(order("p-1", disks.toArray(new DiskBackup[0])));

        assertThat(report.disks()).extracting(DiskReport::device).containsExactly("0", "1", "2", "3", "4", "5");
        var repository = Repository.open(store);
        var images = repository.find(VM, new PointId("p-1")).orElseThrow().disks();
        for (int i = 0; i < 6; i++) {
            var bytes = ByteBuffer.allocate((int) images.get(i).sizeBytes());
            repository.reader(images.get(i)).read(0, bytes);
            assertThat(bytes.array()).isEqualTo(pool.disks.get(new UUID(50, i)));
        }
    }

    @Test
    void withoutNbdTheWholeDiskComesOverHttpsAndTheReportSaysWhy() throws Exception {
        backUpBase();
        pool.nbdExports.clear();
        pool.changedBlocks.put(BASE, () -> changed(3));

        var report = (BackupReport) execute(order("p-2", changedSince("p-1")));

        assertThat(content("p-2")).isEqualTo(disk);
        var line = report.disks().getFirst();
        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.fullReason()).contains(FullReason.NbdUnavailable);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("no NBD address"));
        assertThat(line.readBytes()).isEqualTo(DISK_BYTES);
        assertThat(pool.calls).contains("finishExport " + SNAPSHOT_VDI);
    }

    @Test
    void aPlannedFullOverHttpsKeepsItsReason() throws Exception {
        var report = (BackupReport) execute(order("p-1", full()));

        var line = report.disks().getFirst();
        assertThat(line.protocol()).isEqualTo(Protocol.Http);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.detail()).isPresent();
    }

    @Test
    void withoutNbdAnOrderThatInsistsOnItFails() {
        var failure = (FailureReport) execute(order("p-1", OnUnavailable.Fail, full()));

        assertThat(failure.reason()).isEqualTo(FailureReason.NbdUnavailable);
        assertThat(Repository.open(store).points()).isEmpty();
    }

    @Test
    void anExportThatThePoolDisownsAtTheEndIsNotCommitted() {
        pool.failures.put("finishExport", new dev.lifeboat.xen.TransferFailedException("task failed: VDI_IO_ERROR"));

        var failure = (FailureReport) execute(order("p-1", full()));

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(Repository.open(store).points()).isEmpty();
    }

    @Test
    void aMissingBaseMakesItAFull() throws Exception {
        serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());

        var line = onlyDisk(execute(order("p-2", changedSince("p-1"))));

        assertThat(line.fullReason()).contains(FullReason.ManifestMissing);
        assertThat(line.detail()).hasValueSatisfying(text -> assertThat(text).contains("p-1"));
    }

    @Test
    void aBaseOfAnotherSizeMakesItAFull() throws Exception {
        backUpBase();
        var grown = new byte[DISK_BYTES + (1 << 20)];
        pool.disks.put(SNAPSHOT_VDI, grown);
        serve(SNAPSHOT_VDI, grown, _ -> new Script.Serve());

        var line = onlyDisk(execute(order("p-2", disk(grown.length, new DiskRead.Changed("p-1", BASE)))));

        assertThat(line.fullReason()).contains(FullReason.VdiResized);
    }

    @Test
    void aBrokenChainOfChangesMakesItAFullOrFailsAsOrdered() throws Exception {
        backUpBase();
        pool.changedBlocks.put(BASE, () -> {
            throw new ChangedBlocksUnavailableException(
                    BASE, SNAPSHOT_VDI, Reason.CHAIN_BROKEN, "unrelated", new IOException("460"));
        });

        var line = onlyDisk(execute(order("p-2", changedSince("p-1"))));
        var failure = (FailureReport) execute(order("p-3", OnUnavailable.Fail, changedSince("p-1")));

        assertThat(line.fullReason()).contains(FullReason.CbtChainBroken);
        assertThat(failure.reason()).isEqualTo(FailureReason.CbtUnavailable);
        assertThat(failure.message()).contains("unrelated");
    }

    @Test
    void theSameOrderAgainFindsItsPoint() throws Exception {
        backUpBase();
        pool.calls.clear();

        var report = (BackupReport) execute(order("p-1", full()));

        assertThat(report.pointId()).isEqualTo("p-1");
        assertThat(pool.calls).containsExactly("close ");
    }

    @Test
    void aSnapshotThatIsGoneIsSaidToBeGone() {
        pool.records.clear();

        assertThat(((FailureReport) execute(order("p-1", full()))).reason()).isEqualTo(FailureReason.SnapshotGone);
    }

    @Test
    void aDiskOfAnotherSizeThanOrderedIsRefused() throws Exception {
        serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());

        var failure = (FailureReport) execute(order("p-1", disk(DISK_BYTES - 512, all())));

        assertThat(failure.reason()).isEqualTo(FailureReason.InvalidOrder);
        assertThat(failure.message()).contains("" + DISK_BYTES).contains("" + (DISK_BYTES - 512));
    }

    @Test
    void aHostThatGoesDownForGoodEndsAsAFailedRead() throws Exception {
        var server = serve(SNAPSHOT_VDI, disk, _ -> new Script.ErrorAt(0, 1));

        var failure = (FailureReport) execute(order("p-1", full()));

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(failure.message()).doesNotContain("secret");
        await().atMost(Duration.ofSeconds(5)).until(() -> !server.disconnected().isEmpty());
    }

    @Test
    void anUnreachablePoolAndAMissingRepositoryHaveTheirOwnReasons() {
        pool.failures.put(
                "readRecords",
                new PoolUnreachableException(
                        URI.create("https://x"),
                        PoolUnreachableException.Reason.REFUSED,
                        true,
                        "refused",
                        new IOException()));
        assertThat(((FailureReport) execute(order("p-1", full()))).reason()).isEqualTo(FailureReason.PoolUnreachable);

        store.delete(new ObjectKey("repository.json"));
        assertThat(((FailureReport) execute(order("p-1", full()))).reason()).isEqualTo(FailureReason.RepositoryMissing);
    }

    @Test
    void interruptingCancelsAndSaysGoodByeToTheHost() throws Exception {
        var server = serve(SNAPSHOT_VDI, disk, _ -> new Script.SilentAfter(2));
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform().start(() -> outcome.set(execute(order("p-1", full()))));
        await().atMost(Duration.ofSeconds(10)).until(() -> server.answered().size() >= 2);

        agent.interrupt();
        assertThat(agent.join(Duration.ofSeconds(8))).isTrue();

        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(server.disconnected()).isNotEmpty();
        assertThat(pool.calls.getLast()).startsWith("close");
        assertThat(Repository.open(store).points()).isEmpty();
    }

    private void backUpBase() throws Exception {
        serve(SNAPSHOT_VDI, disk, _ -> new Script.Serve());
        assertThat(execute(order("p-1", full()))).isInstanceOf(BackupReport.class);
    }

    private ScriptedNbdServer serve(UUID vdi, byte[] bytes, IntFunction<Script> scripts) throws IOException {
        var server = ScriptedNbdServer.plain(bytes.clone(), scripts);
        resources.add(server);
        pool.nbdExports.put(vdi, List.of(server.export()));
        return server;
    }

    private Report execute(BackupOrder order) {
        return new Orders(new Doors(_ -> pool, _ -> store, new KeyDoor(Optional.empty())), board, Clock.systemUTC())
                .execute(order);
    }

    private static DiskReport onlyDisk(Report report) {
        assertThat(report).isInstanceOf(BackupReport.class);
        return ((BackupReport) report).disks().getFirst();
    }

    private byte[] content(String pointId) {
        var repository = Repository.open(store);
        var image =
                repository.find(VM, new PointId(pointId)).orElseThrow().disks().getFirst();
        var bytes = ByteBuffer.allocate(DISK_BYTES);
        repository.reader(image).read(0, bytes);
        return bytes.array();
    }

    private static ChangedBlocks changed(int... blocks) {
        var bitmap = new byte[Math.ceilDiv(Math.ceilDiv(DISK_BYTES, PIECE), 8)];
        for (int block : blocks) {
            bitmap[block / 8] |= (byte) (0x80 >>> (block % 8));
        }
        return ChangedBlocks.of(DISK_BYTES, bitmap);
    }

    private void overwrite(ChangedBlocks blocks) {
        var random = new Random(8);
        blocks.runs().forEach(run -> {
            var bytes = new byte[(int) run.lengthBytes()];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, disk, (int) run.offset(), bytes.length);
        });
    }

    private static DiskRead all() {
        return new DiskRead.All(FullReason.FirstBackup);
    }

    private static DiskBackup full() {
        return disk(DISK_BYTES, all());
    }

    private static DiskBackup changedSince(String pointId) {
        return disk(DISK_BYTES, new DiskRead.Changed(pointId, BASE));
    }

    private static DiskBackup disk(long sizeBytes, DiskRead read) {
        return new DiskBackup("0", VDI, SNAPSHOT_VDI, "root", sizeBytes, true, read);
    }

    private static BackupOrder order(String pointId, DiskBackup... disks) {
        return order(pointId, OnUnavailable.FallBack, disks);
    }

    private static BackupOrder order(String pointId, OnUnavailable onUnavailable, DiskBackup... disks) {
        return new BackupOrder(
                "uid",
                new PoolAccess(List.of(URI.create("https://pool.example")), new PoolTrust.Insecure()),
                new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()),
                new Transfer(NbdTls.Disabled, 2, 256 << 10, onUnavailable, onUnavailable),
                new PointHeader(
                        pointId,
                        VM,
                        "web",
                        SNAPSHOT,
                        new UUID(9, 9),
                        "west",
                        Instant.parse("2026-11-22T03:00:00Z"),
                        Map.of("policy", "gold")),
                List.of(disks));
    }
}
