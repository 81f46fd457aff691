package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.Transfer;
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
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.session.CheckpointPolicy;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyProgress;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VmRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/// A snapshot of one VM on a pool in memory, a repository in memory, and an agent between them that is given orders.
public final class Scene implements AutoCloseable {
    static final int MIB = 1 << 20;
    public static final UUID VM = Points.VM;
    public static final UUID SNAPSHOT_VDI = snapshotVdi(0);
    public static final Map<String, String> MARKERS = Map.of("lifeboat:restore-uid", "r-1");
    static final UUID SNAPSHOT = new UUID(2, 2);
    private static final UUID SR = new UUID(6, 0);

    private static final int SMALL_PACK_BYTES = 8 << 20;

    /// What a test asks to be lost at most, and how little else it may take.
    static final long AT_RISK_BYTES = 4 << 20;

    private static final Tuning OFTEN = new Tuning(
            2,
            2,
            4,
            4096,
            2,
            new CheckpointPolicy(AT_RISK_BYTES, Duration.ofSeconds(15), Duration.ZERO, AT_RISK_BYTES));
    private static final Duration WATCH_PERIOD = Duration.ofMillis(20);

    public final FakePool pool = new FakePool();
    public final InMemoryObjectStore store = new InMemoryObjectStore();
    public final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    /// Of the snapshot's only disk, where the scene was made with one.
    public final byte[] disk;

    OnUnavailable onUnavailable = OnUnavailable.FallBack;
    ArchiveCompression compression = ArchiveCompression.None;
    private final BiFunction<Doors, ProgressBoard, Orders> agent;
    private final List<ScriptedNbdServer> servers = new ArrayList<>();

    /// No disk yet, and a repository and an agent as they are by default.
    Scene() {
        this(new byte[0], (doors, board) -> new Orders(doors, board, Clock.systemUTC()));
        Repository.openOrCreate(store, RepositoryOptions.unencrypted());
    }

    /// One disk of noise, and little of it at risk at any time.
    public Scene(int diskBytes) {
        this(
                DiskBytes.noise(diskBytes, 7),
                (doors, board) -> new Orders(doors, board, Clock.systemUTC(), OFTEN, WATCH_PERIOD));
        pool.disks.put(SNAPSHOT_VDI, disk);
        create(store);
    }

    private Scene(byte[] disk, BiFunction<Doors, ProgressBoard, Orders> agent) {
        this.disk = disk;
        this.agent = agent;
        var vm = Map.of("name_label", "snapshot of web", "memory", "4096");
        pool.records.put(SNAPSHOT, new VmRecords(Map.of("vm", vm)));
        var sr = new StorageRepository(SR, "local", "ext", false, true, true, 1L << 40, 1L << 40, true, Set.of());
        var west = new Pool(new UUID(9, 9), "west", new UUID(8, 8), Optional.of(SR), "XCP-ng", "8.3.0", "2.21");
        pool.inventory = Optional.of(new Inventory(west, List.of(), List.of(sr), List.of(), List.of()));
    }

    /// Of small packs, so that a small disk sees many.
    public static void create(ObjectStore store) {
        Repository.openOrCreate(store, new RepositoryOptions(Geometry.STANDARD, SMALL_PACK_BYTES));
    }

    /// The snapshot's disk at a position.
    static UUID snapshotVdi(int device) {
        return new UUID(5, device);
    }

    public ScriptedNbdServer serve(IntFunction<Script> scripts) throws IOException {
        return serve(0, scripts);
    }

    ScriptedNbdServer serve(int device) throws IOException {
        return serve(device, _ -> new Script.Serve());
    }

    /// What the disk holds now.
    ScriptedNbdServer serve(int device, IntFunction<Script> scripts) throws IOException {
        var vdi = snapshotVdi(device);
        var server = ScriptedNbdServer.plain(pool.disks.get(vdi).clone(), scripts);
        servers.add(server);
        pool.nbdExports.put(vdi, List.of(server.export()));
        return server;
    }

    public BackupOrder full(String pointId) {
        return full(pointId, transfer());
    }

    BackupOrder full(String pointId, Transfer transfer) {
        return backup(pointId, transfer, disk(0, SampleOrders.all(), DiskRoute.Nbd));
    }

    BackupOrder order(String pointId, DiskBackup... disks) {
        return backup(pointId, SampleOrders.sideBySide(onUnavailable), disks);
    }

    BackupOrder backup(String pointId, Transfer transfer, DiskBackup... disks) {
        return SampleOrders.backup(SampleOrders.header(pointId), transfer, compression, disks);
    }

    DiskBackup disk(int device, DiskRead read, DiskRoute route) {
        return disk(device, pool.disks.get(snapshotVdi(device)).length, read, route);
    }

    static DiskBackup disk(int device, long sizeBytes, DiskRead read, DiskRoute route) {
        return new DiskBackup(
                "" + device,
                new UUID(3, device),
                snapshotVdi(device),
                "disk " + device,
                sizeBytes,
                device == 0,
                read,
                route);
    }

    public RestoreOrder restore(String pointId) {
        return SampleOrders.restore(
                pointId, transfer(), MARKERS, Map.of(), Map.of(), UnmappedNetwork.Disconnect, SampleOrders.DISKS);
    }

    /// As it is, under its usual key.
    public ExportOrder export(String pointId) {
        return SampleOrders.export(pointId, Optional.empty(), ArchiveCompression.None);
    }

    static Transfer transfer() {
        return SampleOrders.oneByOne();
    }

    public Report execute(Order order) {
        return execute(order, store, board);
    }

    public Report execute(Order order, ObjectStore through, ProgressBoard on) {
        var doors = new Doors(_ -> pool, _ -> through, new KeyDoor(Optional.empty()));
        return agent.apply(doors, on).execute(order);
    }

    Report execute(String pointId, DiskBackup... disks) {
        return execute(order(pointId, disks));
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

    public byte[] content(String pointId) {
        return content(store, pointId);
    }

    public byte[] content(ObjectStore from, String pointId) {
        return Points.content(from, pointId, "0");
    }

    byte[] content(String pointId, int device) {
        return Points.content(store, pointId, "" + device);
    }

    /// A chunk in the store, which a repair then marks.
    void damage() {
        var pack = store.listAll("packs/").findFirst().orElseThrow().key();
        var bytes = store.get(pack).orElseThrow().clone();
        bytes[0] ^= 1;
        store.put(pack, ByteBuffer.wrap(bytes));
        var repair = RepairOptions.of(VerifyOptions.of(VerifyOptions.Depth.EVERY_BYTE));
        assertThat(Repository.open(store).repair(repair, VerifyProgress.NONE).marked())
                .hasSize(1);
    }

    /// Each export that began was ended, and the session with the pool too.
    void assertNothingIsLeftOnThePool() {
        var begun =
                pool.calls.stream().filter(call -> call.startsWith("export")).count();
        assertThat(pool.calls.stream().filter(call -> call.startsWith("closeExport")))
                .hasSize((int) begun);
        assertThat(pool.calls.getLast()).startsWith("close");
    }

    @Override
    public void close() throws IOException {
        for (var server : servers) {
            server.close();
        }
    }
}
