package dev.lifeboat.agent;

import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.RestoredVm;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XapiException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A pool in memory: disks as arrays, VMs as entries of a map.
public final class FakePool implements AgentPool {
    public final Map<UUID, byte[]> disks = new ConcurrentHashMap<>();
    /// VDIs whose data is destroyed.
    public final Set<UUID> metadataOnly = ConcurrentHashMap.newKeySet();
    public final Map<UUID, VdiState.ImageFormat> formats = new ConcurrentHashMap<>();
    public final Map<UUID, List<NbdExport>> nbdExports = new ConcurrentHashMap<>();
    public final Map<UUID, Supplier<ChangedBlocks>> changedBlocks = new ConcurrentHashMap<>();
    public final Map<UUID, VmRecords> records = new ConcurrentHashMap<>();
    public final Map<UUID, VirtualMachine> vms = new ConcurrentHashMap<>();
    public final FakeTransfers transfers = new FakeTransfers(this);
    public Optional<Inventory> inventory = Optional.empty();
    Optional<byte[]> metadata = Optional.empty();

    /// What a created VM lacks.
    public List<String> caveats = List.of();
    public volatile Optional<VmCreation> lastCreation = Optional.empty();

    /// What was called, in order: the method and what it was called on.
    public final List<String> calls = new CopyOnWriteArrayList<>();
    /// Called by the method of this name, before it does anything.
    public final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
    /// Thrown by the method of this name, each time.
    public final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();
    /// What becomes of the streams of exports.
    public volatile UnaryOperator<InputStream> streams = UnaryOperator.identity();
    /// Called with each written range before it is taken.
    public volatile Runnable onWrite = () -> {};

    void called(String method, Object on) {
        calls.add(method + " " + on);
        hooks.getOrDefault(method, () -> {}).run();
        failIf(method);
    }

    void failIf(String step) {
        if (failures.containsKey(step)) {
            throw failures.get(step);
        }
    }

    @Override
    public Inventory readInventory() {
        called("readInventory", "");
        return inventory.orElseThrow();
    }

    @Override
    public VmRecords readRecords(UUID vm) {
        called("readRecords", vm);
        var found = records.get(vm);
        if (found == null) {
            throw XapiException.of("VM.get_by_uuid", "UUID_INVALID", List.of("VM", vm.toString()));
        }
        return found;
    }

    @Override
    public List<NbdExport> nbdExports(UUID vdi) {
        called("nbdExports", vdi);
        return nbdExports.getOrDefault(vdi, List.of());
    }

    @Override
    public ChangedBlocks listChangedBlocks(UUID fromVdi, UUID toVdi) {
        called("listChangedBlocks", fromVdi);
        return changedBlocks.get(fromVdi).get();
    }

    @Override
    public DiskExport exportRaw(UUID vdi) {
        called("exportRaw", vdi);
        var bytes = disks.get(vdi);
        return new FakeExport(this, vdi, streams.apply(new ByteArrayInputStream(bytes)), bytes.length, () -> {});
    }

    @Override
    public DiskImport importChunked(UUID vdi, long bodyBytes) {
        called("importChunked", vdi);
        return new FakeImports.Raw(this, vdi, bodyBytes - 12, 12);
    }

    @Override
    public DiskImport importRaw(UUID vdi, long sizeBytes) {
        called("importRaw", vdi);
        return new FakeImports.Raw(this, vdi, sizeBytes, 0);
    }

    @Override
    public FakeTransfers transfers() {
        return transfers;
    }

    @Override
    public VdiState vdi(UUID vdi) {
        called("vdi", vdi);
        if (!disks.containsKey(vdi)) {
            throw XapiException.of("VDI.get_by_uuid", "UUID_INVALID", List.of("VDI", vdi.toString()));
        }
        return new VdiState(
                vdi,
                "",
                metadataOnly.contains(vdi) ? "cbt_metadata" : "user",
                disks.get(vdi).length,
                false,
                Optional.empty(),
                new UUID(0, 0),
                formats.getOrDefault(vdi, VdiState.ImageFormat.UNSAID),
                Map.of());
    }

    /// What the pool exports of its VMs; nothing at first.
    public void metadata(byte[] archive) {
        metadata = Optional.of(archive.clone());
    }

    @Override
    public RestoredVm createVm(VmCreation creation) {
        lastCreation = Optional.of(creation);
        called("createVm", creation.temporaryName());
        var vm = UUID.randomUUID();
        var byDevice = new HashMap<String, UUID>();
        for (var disk : creation.disks()) {
            var vdi = UUID.randomUUID();
            disks.put(vdi, new byte[(int) disk.virtualSizeBytes()]);
            byDevice.put(disk.device(), vdi);
        }
        addVm(vm, creation.temporaryName(), creation.markers());
        return new RestoredVm(vm, byDevice, caveats);
    }

    public void addVm(UUID vm, String name, Map<String, String> otherConfig) {
        addVm(vm, name, otherConfig, List.of());
    }

    void addVm(UUID vm, String name, Map<String, String> otherConfig, List<VmDisk> vmDisks) {
        vms.put(
                vm,
                new VirtualMachine(
                        vm,
                        name,
                        "",
                        PowerState.HALTED,
                        Optional.empty(),
                        Set.of(),
                        0,
                        1,
                        "bios",
                        Optional.empty(),
                        vmDisks,
                        List.of(),
                        Set.of(),
                        otherConfig));
    }

    @Override
    public void destroyVm(UUID vm) {
        called("destroyVm", vm);
        vms.remove(vm);
    }

    @Override
    public List<VirtualMachine> findVmsByMarker(String key, String value) {
        called("findVmsByMarker", key);
        return new ArrayList<>(vms.values())
                .stream().filter(vm -> value.equals(vm.otherConfig().get(key))).toList();
    }

    @Override
    public void close() {
        called("close", "");
    }

    @Override
    public void blockStart(UUID vm) {
        called("blockStart", vm);
    }

    @Override
    public Optional<VirtualMachine> findVm(UUID vm) {
        called("findVm", vm);
        return Optional.ofNullable(vms.get(vm));
    }
}
