package dev.lifeboat.agent.order;

import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.nbd.ScriptedNbdServer;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.Tuning;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.session.CheckpointPolicy;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VmRecords;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;

/// One VM with one disk on a pool in memory, a repository, and an agent between them.
public final class Scene implements AutoCloseable {
    public static final UUID VM = new UUID(1, 1);
    public static final UUID SNAPSHOT_VDI = new UUID(5, 0);
    public static final Map<String, String> MARKERS = Map.of("lifeboat:restore-uid", "r-1");
    private static final UUID SNAPSHOT = new UUID(2, 2);
    private static final UUID SR = new UUID(6, 0);

    public final FakePool pool = new FakePool();
    public final InMemoryObjectStore store = new InMemoryObjectStore();
    public final byte[] disk;
    private final List<ScriptedNbdServer> servers = new ArrayList<>();

    public Scene(int diskBytes) {
        disk = new byte[diskBytes];
        new Random(7).nextBytes(disk);
        pool.records.put(SNAPSHOT, new VmRecords(Map.of("vm", Map.of("name_label", "snapshot of web"))));
        pool.disks.put(SNAPSHOT_VDI, disk);
        var sr = new StorageRepository(SR, "local", "ext", false, true, true, 1L << 40, 1L << 40, true, Set.of());
        pool.inventory = Optional.of(inventory(sr));
        create(store);
    }

    /// Small packs and little at risk, so that a small disk sees many of both.
    public static void create(ObjectStore store) {
        Repository.openOrCreate(store, new RepositoryOptions(Geometry.STANDARD, 8 << 20));
    }

    private static Inventory inventory(StorageRepository sr) {
        var west = new Pool(new UUID(9, 9), "west", new UUID(8, 8), Optional.of(sr.uuid()), "XCP-ng", "8.3.0", "2.21");
        return new Inventory(west, List.of(), List.of(sr), List.of(), List.of());
    }

    public ScriptedNbdServer serve(IntFunction<Script> scripts) throws IOException {
        var server = ScriptedNbdServer.plain(disk.clone(), scripts);
        servers.add(server);
        pool.nbdExports.put(SNAPSHOT_VDI, List.of(server.export()));
        return server;
    }

    public Report execute(Order order) {
        return execute(order, store, new ProgressBoard(Clock.systemUTC()));
    }

    public Report execute(Order order, ObjectStore through, ProgressBoard board) {
        var risk = new CheckpointPolicy(4 << 20, Duration.ofSeconds(15), Duration.ZERO, 4 << 20);
        var doors = new Doors(_ -> pool, _ -> through, new KeyDoor(Optional.empty()));
        return new Orders(doors, board, Clock.systemUTC(), new Tuning(2, 2, 4, 4096, 2, risk), Duration.ofMillis(20))
                .execute(order);
    }

    public byte[] content(String pointId) {
        return content(store, pointId);
    }

    public byte[] content(ObjectStore from, String pointId) {
        var repository = Repository.open(from);
        var image =
                repository.find(VM, new PointId(pointId)).orElseThrow().disks().getFirst();
        var bytes = ByteBuffer.allocate((int) image.sizeBytes());
        repository.reader(image).read(0, bytes);
        return bytes.array();
    }

    public BackupOrder full(String pointId) {
        return full(pointId, transfer());
    }

    public BackupOrder full(String pointId, Transfer transfer) {
        return new BackupOrder(
                "uid",
                access(),
                repository(),
                transfer,
                new PointHeader(
                        pointId,
                        VM,
                        "web",
                        SNAPSHOT,
                        new UUID(9, 9),
                        "west",
                        Instant.parse("2026-11-22T03:00:00Z"),
                        Map.of()),
                List.of(new DiskBackup(
                        "0",
                        new UUID(3, 0),
                        SNAPSHOT_VDI,
                        "root",
                        disk.length,
                        true,
                        new DiskRead.All(FullReason.FirstBackup))));
    }

    public RestoreOrder restore(String pointId) {
        return new RestoreOrder(
                "uid",
                access(),
                repository(),
                transfer(),
                VM,
                pointId,
                "web (restoring)",
                "restored",
                MARKERS,
                Optional.empty(),
                Map.of(),
                List.of(),
                Map.of(),
                UnmappedNetwork.Disconnect,
                false);
    }

    public ExportOrder export(String pointId) {
        return new ExportOrder(
                "uid",
                repository(),
                VM,
                pointId,
                Optional.empty(),
                List.of(),
                ArchiveCompression.None,
                ExportOrder.Vtpm.Keep);
    }

    public static Transfer transfer() {
        return new Transfer(NbdTls.Disabled, 1, 1 << 20, OnUnavailable.FallBack, OnUnavailable.FallBack);
    }

    private static PoolAccess access() {
        return new PoolAccess(List.of(URI.create("https://pool.example")), new PoolTrust.Insecure());
    }

    private static RepositoryAccess repository() {
        return new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled());
    }

    @Override
    public void close() throws IOException {
        for (var server : servers) {
            server.close();
        }
    }
}
