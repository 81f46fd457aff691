package dev.lifeboat.operator.fakes;

import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.MarkedObjects;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import java.time.Duration;
import java.time.Instant;
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

    private final Map<UUID, VirtualMachine> vms = new LinkedHashMap<>();
    private final Map<UUID, VmSnapshot> snapshots = new LinkedHashMap<>();
    private final Map<UUID, MarkedVdi> vdis = new LinkedHashMap<>();
    private final Map<UUID, MarkedVdi> detachedDisks = new LinkedHashMap<>();
    private final Map<UUID, PoolTask> tasks = new LinkedHashMap<>();
    private final Queue<InventoryChange> changes = new ArrayDeque<>();
    private final Map<String, RuntimeException> failures = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final Map<UUID, VmSnapshot> parents = new LinkedHashMap<>();
    private final List<StorageRepository> repositories = new ArrayList<>();
    private Optional<VmSnapshot> parent = Optional.empty();
    private boolean quiesces;
    private long counter;

    public void put(StorageRepository repository) {
        repositories.removeIf(it -> it.uuid().equals(repository.uuid()));
        repositories.add(repository);
    }

    /// Whether guests settle their file systems when asked.
    public void quiesces(boolean can) {
        quiesces = can;
    }

    public void put(VirtualMachine vm) {
        vms.put(vm.uuid(), vm);
    }

    public void remove(UUID vm) {
        vms.remove(vm);
    }

    public void put(VmSnapshot snapshot) {
        snapshots.put(snapshot.uuid(), snapshot);
        snapshot.disks().forEach(disk -> put(vdi(disk, snapshot.markers())));
    }

    public void put(MarkedVdi vdi) {
        vdis.put(vdi.uuid(), vdi);
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
        return List.copyOf(snapshots.values());
    }

    public List<MarkedVdi> vdis() {
        return List.copyOf(vdis.values());
    }

    private void called(String call) {
        var failure = failures.remove(call);
        if (failure != null) {
            throw failure;
        }
        log.add(call);
    }

    private UUID next() {
        return new UUID(0xbbbbbbbbL << 32, ++counter);
    }

    @Override
    public Inventory readInventory() {
        return new Inventory(
                new Pool(POOL, "pool", POOL, Optional.empty(), "XCP-ng", "8.3.0", "2.21"),
                List.of(),
                List.copyOf(repositories),
                List.of(),
                List.copyOf(vms.values()));
    }

    @Override
    public void enableCbt(UUID vdi) {
        called("enableCbt");
        vms.replaceAll((_, vm) -> VmBuilder.like(vm)
                .disks(vm.disks().stream()
                        .map(disk -> disk.vdiUuid().equals(vdi) ? tracked(disk) : disk)
                        .toList())
                .build());
    }

    private static VmDisk tracked(VmDisk disk) {
        return new VmDisk(
                disk.device(),
                disk.vdiUuid(),
                disk.name(),
                disk.srUuid(),
                disk.virtualSizeBytes(),
                true,
                disk.bootable(),
                disk.readOnly(),
                disk.tags(),
                disk.chain(),
                disk.format());
    }

    @Override
    public VmSnapshot takeSnapshot(SnapshotRequest request) {
        called("takeSnapshot");
        var vm = Optional.ofNullable(vms.get(request.vm()))
                .orElseThrow(() -> XapiException.of("VM.snapshot", "UUID_INVALID", List.of("VM")));
        var quiesced = quiesces && request.consistency() != SnapshotConsistency.CRASH_CONSISTENT;
        if (!quiesced && request.consistency() == SnapshotConsistency.QUIESCED) {
            throw XapiException.of("VM.snapshot_with_quiesce", "VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED", List.of("VM"));
        }
        var disks = vm.disks().stream()
                .filter(disk -> !request.excludedVdis().contains(disk.vdiUuid()))
                .map(disk -> new SnapshotDisk(
                        disk.device(),
                        disk.vdiUuid(),
                        next(),
                        disk.name(),
                        disk.srUuid(),
                        disk.virtualSizeBytes(),
                        disk.cbtEnabled(),
                        disk.format()))
                .toList();
        var markers = new LinkedHashMap<>(request.markers());
        if (!quiesced && request.consistency() == SnapshotConsistency.QUIESCED_IF_POSSIBLE) {
            markers.put(Markers.NOT_QUIESCED, "the guest has no agent");
        }
        var snapshot = new VmSnapshot(
                next(),
                vm.uuid(),
                request.name(),
                Instant.parse("2026-03-01T02:00:30Z"),
                disks,
                markers,
                quiesced,
                Optional.of(vm.powerState()));
        put(snapshot);
        parent.ifPresent(it -> parents.put(snapshot.uuid(), it));
        return snapshot;
    }

    private static MarkedVdi vdi(SnapshotDisk disk, Map<String, String> markers) {
        return new MarkedVdi(
                disk.snapshotVdiUuid(),
                Optional.of(disk.vdiUuid()),
                "user",
                disk.cbtEnabled(),
                disk.virtualSizeBytes(),
                markers);
    }

    @Override
    public List<VmSnapshot> findSnapshots(String markerKey, String markerValue) {
        return snapshots.values().stream()
                .filter(snapshot -> markerValue.equals(snapshot.markers().get(markerKey)))
                .toList();
    }

    @Override
    public List<VmSnapshot> findSnapshotsNamed(UUID vm, String name) {
        return snapshots.values().stream()
                .filter(snapshot ->
                        snapshot.vmUuid().equals(vm) && snapshot.name().equals(name))
                .toList();
    }

    @Override
    public Optional<VmSnapshot> findParent(UUID vm) {
        return Optional.ofNullable(parents.get(vm));
    }

    /// What every snapshot from now on continues from.
    public void revertedTo(VmSnapshot snapshot) {
        parent = Optional.of(snapshot);
    }

    @Override
    public Optional<VdiState> findVdi(UUID vdi) {
        return vms.values().stream()
                .flatMap(vm -> vm.disks().stream())
                .filter(disk -> disk.vdiUuid().equals(vdi))
                .map(disk -> new VdiState(
                        vdi,
                        disk.name(),
                        "user",
                        disk.virtualSizeBytes(),
                        disk.cbtEnabled(),
                        Optional.empty(),
                        disk.srUuid(),
                        VdiState.ImageFormat.VHD,
                        Map.of()))
                .findFirst();
    }

    @Override
    public boolean keepChangeMetadataOf(UUID snapshotVdi) {
        called("keepChangeMetadataOf");
        return vdis.computeIfPresent(snapshotVdi, (_, vdi) -> metadata(vdi)) != null;
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
        return vdis.values().stream()
                .filter(vdi -> vdi.markers().keySet().stream().anyMatch(key -> key.startsWith(markerKeyPrefix)))
                .toList();
    }

    @Override
    public void destroySnapshot(UUID snapshotVm) {
        called("destroySnapshot");
        Optional.ofNullable(snapshots.remove(snapshotVm))
                .ifPresent(snapshot -> snapshot.disks().forEach(disk -> vdis.remove(disk.snapshotVdiUuid())));
    }

    @Override
    public List<UUID> keepChangeMetadata(UUID snapshotVm) {
        called("keepChangeMetadata");
        var snapshot = snapshots.remove(snapshotVm);
        if (snapshot == null) {
            return List.of();
        }
        snapshot.disks()
                .forEach(disk -> vdis.computeIfPresent(
                        disk.snapshotVdiUuid(), (_, vdi) -> disk.cbtEnabled() ? metadata(vdi) : null));
        return snapshot.disks().stream().map(SnapshotDisk::snapshotVdiUuid).toList();
    }

    private static MarkedVdi metadata(MarkedVdi vdi) {
        return new MarkedVdi(
                vdi.uuid(), vdi.snapshotOf(), MarkedVdi.CBT_METADATA, true, vdi.virtualSizeBytes(), vdi.markers());
    }

    @Override
    public void destroyVdi(UUID vdi) {
        called("destroyVdi");
        vdis.remove(vdi);
        detachedDisks.remove(vdi);
    }

    @Override
    public void releaseVm(UUID vm, String finalName) {
        called("releaseVm");
        vms.computeIfPresent(vm, (_, it) -> VmBuilder.like(it).named(finalName).build());
    }

    @Override
    public void startVm(UUID vm) {
        called("startVm");
        vms.computeIfPresent(
                vm, (_, it) -> VmBuilder.like(it).power(PowerState.RUNNING).build());
    }

    @Override
    public void destroyVm(UUID vm) {
        called("destroyVm");
        vms.remove(vm);
    }

    @Override
    public Optional<VirtualMachine> findVm(UUID vm) {
        return Optional.ofNullable(vms.get(vm));
    }

    @Override
    public List<VirtualMachine> findVmsByMarker(String key, String value) {
        return vms.values().stream()
                .filter(vm -> value.equals(vm.otherConfig().get(key)))
                .toList();
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
                snapshots(),
                vdis(),
                vms.values().stream()
                        .filter(vm -> !Markers.of(vm.otherConfig()).isEmpty())
                        .toList(),
                List.copyOf(detachedDisks.values()),
                List.copyOf(tasks.values()));
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
