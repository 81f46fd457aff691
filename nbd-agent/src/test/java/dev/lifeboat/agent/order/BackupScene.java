package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.nbd.ScriptedNbdServer;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.VmRecords;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// A pool in memory with a snapshot of a VM of some disks, a repository in memory, and an agent that is given orders.
final class BackupScene {
    static final int MIB = 1 << 20;
    static final UUID VM = new UUID(1, 1);
    static final UUID SNAPSHOT = new UUID(2, 2);

    final FakePool pool = new FakePool();
    final InMemoryObjectStore store = new InMemoryObjectStore();
    final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    OnUnavailable onUnavailable = OnUnavailable.FallBack;
    ArchiveCompression compression = ArchiveCompression.None;
    private final List<AutoCloseable> resources = new ArrayList<>();

    BackupScene() {
        pool.records.put(SNAPSHOT, new VmRecords(Map.of("vm", Map.of("name_label", "snapshot of web"))));
        Repository.openOrCreate(store, RepositoryOptions.unencrypted());
    }

    /// The snapshot's disk at a position.
    static UUID snapshotVdi(int device) {
        return new UUID(5, device);
    }

    /// Random bytes in some of its blocks of 2 MiB, zeros in the others.
    static byte[] disk(int sizeBytes, long seed, int... blocks) {
        var bytes = new byte[sizeBytes];
        for (int block : blocks) {
            overwrite(bytes, block * (2 * MIB), Math.min(2 * MIB, sizeBytes - block * 2 * MIB), seed + block);
        }
        return bytes;
    }

    static void overwrite(byte[] disk, int offset, int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        System.arraycopy(bytes, 0, disk, offset, length);
    }

    ScriptedNbdServer serve(int device) throws IOException {
        var bytes = pool.disks.get(snapshotVdi(device));
        var server = ScriptedNbdServer.plain(bytes.clone(), _ -> new Script.Serve());
        resources.add(server);
        pool.nbdExports.put(snapshotVdi(device), List.of(server.export()));
        return server;
    }

    static DiskRead full() {
        return new DiskRead.All(FullReason.FirstBackup);
    }

    DiskBackup disk(int device, DiskRead read, DiskRoute route) {
        return new DiskBackup(
                "" + device,
                new UUID(3, device),
                snapshotVdi(device),
                "disk " + device,
                pool.disks.get(snapshotVdi(device)).length,
                device == 0,
                read,
                route);
    }

    BackupOrder order(String pointId, DiskBackup... disks) {
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
                        Map.of()),
                List.of(disks),
                compression);
    }

    Report execute(String pointId, DiskBackup... disks) {
        return new Orders(new Doors(_ -> pool, _ -> store, new KeyDoor(Optional.empty())), board, Clock.systemUTC())
                .execute(order(pointId, disks));
    }

    /// Of the only disk.
    DiskReport backUp(String pointId, DiskBackup disk) {
        return backUpAll(pointId, disk).disks().getFirst();
    }

    BackupReport backUpAll(String pointId, DiskBackup... disks) {
        var report = execute(pointId, disks);
        assertThat(report).isInstanceOf(BackupReport.class);
        return (BackupReport) report;
    }

    FailureReport fail(String pointId, DiskBackup... disks) {
        var report = execute(pointId, disks);
        assertThat(report).isInstanceOf(FailureReport.class);
        return (FailureReport) report;
    }

    Optional<RecoveryPoint> point(String pointId) {
        return Repository.open(store).find(VM, new PointId(pointId));
    }

    byte[] content(String pointId, int device) {
        var image = point(pointId).orElseThrow().disks().stream()
                .filter(disk -> disk.device().equals("" + device))
                .findFirst()
                .orElseThrow();
        var bytes = ByteBuffer.allocate((int) image.sizeBytes());
        Repository.open(store).reader(image).read(0, bytes);
        return bytes.array();
    }

    /// Each export that began was ended, and the session with the pool too.
    void assertNothingIsLeftOnThePool() {
        var begun =
                pool.calls.stream().filter(call -> call.startsWith("export")).count();
        assertThat(pool.calls.stream().filter(call -> call.startsWith("closeExport")))
                .hasSize((int) begun);
        assertThat(pool.calls.getLast()).startsWith("close");
    }

    void close() throws Exception {
        for (var resource : resources) {
            resource.close();
        }
    }
}
