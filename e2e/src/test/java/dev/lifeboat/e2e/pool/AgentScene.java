package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.order.Doors;
import dev.lifeboat.agent.order.KeyDoor;
import dev.lifeboat.agent.order.Orders;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.pool.XenPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/// A VM of two disks on a simulated pool, an agent that is given orders, and a repository in a folder.
final class AgentScene {
    static final int MIB = 1 << 20;
    static final int DISK_BYTES = 16 * MIB;

    final PoolSimulator simulator;
    final XenPool pool;
    final UUID vm;
    final List<UUID> disks;
    private final ObjectStore store;

    AgentScene(String release, Path folder) {
        store = new FileSystemObjectStore(folder);
        simulator = PoolSimulator.start(
                PoolOptions.quick().profile(Profile.named(release)).credentials("root", AgainstSimulator.PASSWORD));
        pool = connect();
        Repository.openOrCreate(store, RepositoryOptions.unencrypted());
        var inventory = pool.readInventory();
        var storage = TestVm.storage(pool).uuid();
        var made = pool.createVm(new VmCreation(
                pool.readRecords(inventory.vms().getFirst().uuid()),
                "agent",
                "",
                Map.of(),
                false,
                List.of(
                        new NewDisk("0", "root", storage, DISK_BYTES, true, false),
                        new NewDisk("1", "data", storage, DISK_BYTES, false, false)),
                List.of(new NewNic("0", inventory.networks().getFirst().uuid(), Optional.empty()))));
        vm = made.uuid();
        disks = List.of(made.disksByDevice().get("0"), made.disksByDevice().get("1"));
        write(0, 0, TestVm.random(3 * MIB, 1));
        write(0, 9 * MIB, TestVm.random(MIB, 2));
        write(1, 5 * MIB, TestVm.random(MIB / 2, 3));
    }

    private XenPool connect() {
        var authority = new Trust.CaBundle(simulator.certificatesPem());
        return XenPools.connect(AgainstSimulator.access(simulator.endpoints(), authority), AgainstSimulator.ORIGINATOR);
    }

    void close() {
        pool.close();
        simulator.close();
    }

    void write(int disk, long offset, byte[] bytes) {
        TestVm.writeRange(pool, disks.get(disk), offset, bytes);
    }

    VmSnapshot snapshot(String name) {
        return pool.takeSnapshot(new SnapshotRequest(vm, name, Set.of(), Map.of("lifeboat:it", name)));
    }

    static UUID snapshotVdi(VmSnapshot snapshot, int device) {
        return snapshot.disks().stream()
                .filter(disk -> disk.device().equals("" + device))
                .map(SnapshotDisk::snapshotVdiUuid)
                .findFirst()
                .orElseThrow();
    }

    Report backUp(
            String pointId, VmSnapshot snapshot, DiskRoute route, BiFunction<Integer, VmSnapshot, DiskRead> read) {
        var orders = List.of(0, 1).stream()
                .map(device -> new DiskBackup(
                        "" + device,
                        disks.get(device),
                        snapshotVdi(snapshot, device),
                        "disk " + device,
                        DISK_BYTES,
                        device == 0,
                        read.apply(device, snapshot),
                        route))
                .toList();
        return execute(new BackupOrder(
                "uid",
                access(),
                repository(),
                transfer(),
                new PointHeader(
                        pointId,
                        vm,
                        "agent",
                        snapshot.uuid(),
                        new UUID(9, 9),
                        "west",
                        Instant.parse("2026-11-22T03:00:00Z"),
                        Map.of(),
                        List.of()),
                orders,
                ArchiveCompression.Zstd));
    }

    BackupReport done(Report report) {
        assertThat(report).as("%s", report).isInstanceOf(BackupReport.class);
        return (BackupReport) report;
    }

    RestoreReport restore(String pointId, RestoreRoute route, boolean preserveMacs) {
        var report = tryRestore(pointId, route, preserveMacs);
        assertThat(report).as("%s", report).isInstanceOf(RestoreReport.class);
        return (RestoreReport) report;
    }

    Report tryRestore(String pointId, RestoreRoute route, boolean preserveMacs) {
        return execute(new RestoreOrder(
                "uid-restore",
                access(),
                repository(),
                transfer(),
                vm,
                pointId,
                "restored",
                "by a test",
                Map.of("lifeboat:restore-uid", pointId),
                Optional.of(TestVm.storage(pool).uuid()),
                Map.of(),
                List.of(),
                Map.of(),
                RestoreOrder.UnmappedNetwork.Fail,
                preserveMacs,
                route));
    }

    private Report execute(Order order) {
        return new Orders(
                        new Doors(_ -> connect(), _ -> store, new KeyDoor(Optional.empty())),
                        new ProgressBoard(Clock.systemUTC()),
                        Clock.systemUTC())
                .execute(order);
    }

    private dev.lifeboat.agent.api.PoolAccess access() {
        return new dev.lifeboat.agent.api.PoolAccess(simulator.endpoints(), new PoolTrust.Insecure());
    }

    private static RepositoryAccess repository() {
        return new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled());
    }

    private static Transfer transfer() {
        return new Transfer(NbdTls.Preferred, 2, 1 << 20, OnUnavailable.Fail, OnUnavailable.FallBack);
    }

    /// Every byte of a point's disk.
    byte[] content(String pointId, int device) {
        var repository = Repository.open(store);
        var image =
                repository.find(vm, new PointId(pointId)).orElseThrow().disks().get(device);
        var bytes = ByteBuffer.allocate(DISK_BYTES);
        repository.reader(image).read(0, bytes);
        return bytes.array();
    }

    boolean hasPoint(String pointId) {
        return Repository.open(store).find(vm, new PointId(pointId)).isPresent();
    }

    byte[] onPool(UUID vdi) throws IOException {
        return TestVm.readAll(pool, vdi);
    }

    void assertPointIsTheSnapshot(String pointId, VmSnapshot snapshot) throws IOException {
        for (int device = 0; device < 2; device++) {
            assertThat(content(pointId, device)).isEqualTo(onPool(snapshotVdi(snapshot, device)));
        }
    }
}
