package dev.lifeboat.operator.fakes;

import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.MarkedObjects;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/// A pool in memory, as far as the operator works with one. Fails the next call of a name when told to.
public final class FakePool implements OperatorsPool {
    public static final UUID POOL = UUID.fromString("aaaaaaaa-0000-0000-0000-000000000000");

    private final FakeVms vms = new FakeVms();
    private final FakeSnapshots snapshots = new FakeSnapshots();
    private final Map<UUID, MarkedVdi> detachedDisks = new LinkedHashMap<>();
    private final Map<UUID, PoolTask> tasks = new LinkedHashMap<>();
    private final Queue<InventoryChange> changes = new ArrayDeque<>();
    private final Map<String, RuntimeException> failures = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final List<StorageRepository> repositories = new ArrayList<>();

    public void put(StorageRepository repository) {
        repositories.removeIf(it -> it.uuid().equals(repository.uuid()));
        repositories.add(repository);
    }

    /// Whether guests settle their file systems when asked.
    public void quiesces(boolean can) {
        snapshots.quiesces(can);
    }

    public void put(VirtualMachine vm) {
        vms.put(vm);
    }

    public void remove(UUID vm) {
        vms.remove(vm);
    }

    public void put(VmSnapshot snapshot) {
        snapshots.put(snapshot);
    }

    public void put(MarkedVdi vdi) {
        snapshots.put(vdi);
    }

    /// The next call of this name throws.
    public void fail(String call, RuntimeException failure) {
        failures.put(call, failure);
    }

    public void fail(String call, String code) {
        fail(call, XapiException.of(call, code, List.of()));
    }

    /// Calls that changed something, in order.
    public List<String> log() {
        return List.copyOf(log);
    }

    public List<VmSnapshot> snapshots() {
        return snapshots.all();
    }

    public List<MarkedVdi> vdis() {
        return snapshots.vdis();
    }

    private void called(String call) {
        var failure = failures.remove(call);
        if (failure != null) {
            throw failure;
        }
        log.add(call);
    }

    @Override
    public Inventory readInventory() {
        return new Inventory(
                new Pool(POOL, "pool", POOL, Optional.empty(), "XCP-ng", "8.3.0", "2.21"),
                List.of(),
                List.copyOf(repositories),
                List.of(),
                vms.all());
    }

    @Override
    public void enableCbt(UUID vdi) {
        called("enableCbt");
        vms.track(vdi);
    }

    @Override
    public VmSnapshot takeSnapshot(SnapshotRequest request) {
        called("takeSnapshot");
        var vm = vms.find(request.vm())
                .orElseThrow(() -> XapiException.of("VM.snapshot", "UUID_INVALID", List.of("VM")));
        return snapshots.take(request, vm);
    }

    @Override
    public List<VmSnapshot> findSnapshots(String markerKey, String markerValue) {
        return snapshots.findSnapshots(markerKey, markerValue);
    }

    @Override
    public List<VmSnapshot> findSnapshotsNamed(UUID vm, String name) {
        return snapshots.findSnapshotsNamed(vm, name);
    }

    @Override
    public Optional<VmSnapshot> findParent(UUID vm) {
        return snapshots.findParent(vm);
    }

    /// What every snapshot from now on continues from.
    public void revertedTo(VmSnapshot snapshot) {
        snapshots.revertedTo(snapshot);
    }

    @Override
    public Optional<VdiState> findVdi(UUID vdi) {
        return vms.findVdi(vdi);
    }

    @Override
    public boolean keepChangeMetadataOf(UUID snapshotVdi) {
        called("keepChangeMetadataOf");
        return snapshots.keepChangeMetadataOf(snapshotVdi);
    }

    @Override
    public List<UUID> findDetachedDisks(String key, String value) {
        return detachedDisks.values().stream()
                .filter(disk -> value.equals(disk.markers().get(key)))
                .map(MarkedVdi::uuid)
                .toList();
    }

    @Override
    public List<MarkedVdi> findMarkedVdis(String markerKeyPrefix) {
        return snapshots.findMarkedVdis(markerKeyPrefix);
    }

    @Override
    public void destroySnapshot(UUID snapshotVm) {
        called("destroySnapshot");
        snapshots.destroySnapshot(snapshotVm);
    }

    @Override
    public List<UUID> keepChangeMetadata(UUID snapshotVm) {
        called("keepChangeMetadata");
        return snapshots.keepChangeMetadata(snapshotVm);
    }

    @Override
    public void destroyVdi(UUID vdi) {
        called("destroyVdi");
        snapshots.destroyVdi(vdi);
        detachedDisks.remove(vdi);
    }

    @Override
    public void releaseVm(UUID vm, String finalName) {
        called("releaseVm");
        vms.change(vm, it -> it.named(finalName));
    }

    @Override
    public void startVm(UUID vm) {
        called("startVm");
        vms.change(vm, it -> it.power(PowerState.RUNNING));
    }

    @Override
    public void destroyVm(UUID vm) {
        called("destroyVm");
        vms.remove(vm);
    }

    @Override
    public Optional<VirtualMachine> findVm(UUID vm) {
        return vms.find(vm);
    }

    @Override
    public List<VirtualMachine> findVmsByMarker(String key, String value) {
        return vms.findByMarker(key, value);
    }

    @Override
    public void close() {}

    @Override
    public PoolWatch watch() {
        called("watch");
        return new PoolWatch() {
            @Override
            public Inventory inventory() {
                return readInventory();
            }

            @Override
            public Optional<InventoryChange> next(Duration atMost) {
                called("next");
                return Optional.ofNullable(changes.poll());
            }

            @Override
            public void close() {}
        };
    }

    /// What whoever follows the pool hears of next.
    public void change(InventoryChange change) {
        changes.add(change);
    }

    @Override
    public List<NbdCheck> checkNbd(List<UUID> vdis, List<HostRoute> routes) {
        return List.of();
    }

    @Override
    public MarkedObjects findMarked() {
        return new MarkedObjects(
                snapshots(), vdis(), vms.marked(), List.copyOf(detachedDisks.values()), List.copyOf(tasks.values()));
    }

    public void putDetached(MarkedVdi disk) {
        detachedDisks.put(disk.uuid(), disk);
    }

    public void put(PoolTask task) {
        tasks.put(task.uuid(), task);
    }

    @Override
    public void cancelTask(UUID task) {
        called("cancelTask");
        tasks.remove(task);
    }
}
