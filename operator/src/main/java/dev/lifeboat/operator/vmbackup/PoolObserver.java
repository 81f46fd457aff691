package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageStatus;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.queue.Queue;
import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XenPool;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Looks at a pool for one backup, and at what has to be known beside that.
final class PoolObserver {
    private final Neighbours neighbours;
    private final Means means;
    private final VmBackup backup;
    private final Request request;

    PoolObserver(Neighbours neighbours, Means means, VmBackup backup) {
        this.neighbours = neighbours;
        this.means = means;
        this.backup = backup;
        this.request = Request.of(backup);
    }

    PoolView view(XenPool pool, PoolTraits traits) {
        var vm = lookUp(pool);
        return request.vm()
                .map(known -> view(pool, traits, vm, known))
                .orElseGet(() -> PoolView.withoutVm(vm, traits, repository()));
    }

    private PoolView view(XenPool pool, PoolTraits traits, VmLookup vm, UUID known) {
        var namespace = backup.getMetadata().getNamespace();
        var namespaceUid = means.namespaces().uid(namespace);
        var snapshots = pool.findSnapshots(MarkerKeys.VM_UUID, known.toString()).stream()
                .filter(snapshot -> Ownership.made(snapshot, namespaceUid))
                .toList();
        var own = snapshots.stream()
                .filter(snapshot -> request.uid().equals(snapshot.markers().get(MarkerKeys.BACKUP_UID)))
                .findFirst();
        var history = EarlierPoint.of(neighbours.backups(namespace), known);
        return new PoolView(
                vm,
                traits,
                rival(),
                repository(),
                snapshots,
                Ownership.unmarked(pool, request, known),
                pool.findMarkedVdis(MarkerKeys.PREFIX).stream()
                        .filter(vdi -> Ownership.marked(vdi, namespaceUid, known))
                        .toList(),
                history,
                own.map(snapshot -> since(pool, snapshot, history)).orElse(DisksSince.UNCHANGED),
                own.isPresent() || request.snapshotTaken() ? StorageRoom.NOT_LOOKED_AT : room(pool, known),
                Successors.expected(
                        backup.getSpec(),
                        own.map(Strategy.Kind::of).orElseGet(() -> Strategy.Kind.of(request.status())),
                        vm instanceof VmLookup.Found(var found) ? Optional.of(found) : Optional.empty(),
                        neighbours.policies(namespace).toList(),
                        means.clock().instant()));
    }

    /// Absent while the storage is not to be used.
    private Optional<String> repository() {
        var storage = neighbours.storageOf(backup);
        var name = backup.getSpec().storageRef().name();
        return Obstacle.ofStorage(storage, name, "spec.storageRef").isPresent()
                ? Optional.empty()
                : storage.flatMap(PoolObserver::repositoryId);
    }

    /// The pool is asked only about disks that the last point has and the VM has no more.
    private DisksSince since(XenPool pool, VmSnapshot snapshot, List<EarlierPoint> history) {
        Set<UUID> there = snapshot.disks().stream().map(SnapshotDisk::vdiUuid).collect(Collectors.toUnmodifiableSet());
        var missing = history.stream()
                .filter(earlier ->
                        earlier.storage().equals(request.spec().storageRef().name()))
                .limit(1)
                .flatMap(earlier -> earlier.disks().stream())
                .map(EarlierPoint.Disk::vdi)
                .filter(vdi -> !there.contains(vdi))
                .collect(Collectors.toUnmodifiableSet());
        return missing.isEmpty()
                ? DisksSince.UNCHANGED
                : new DisksSince(
                        pool.findParent(snapshot.uuid()),
                        missing.stream()
                                .filter(vdi -> pool.findVdi(vdi).isEmpty())
                                .collect(Collectors.toUnmodifiableSet()));
    }

    private StorageRoom room(XenPool pool, UUID vm) {
        var inventory = pool.readInventory();
        var chains = new HashMap<UUID, DiskChain>();
        inventory.vms().stream()
                .filter(it -> it.uuid().equals(vm))
                .flatMap(it -> it.disks().stream())
                .forEach(disk -> disk.chain().ifPresent(chain -> chains.put(disk.vdiUuid(), chain)));
        return new StorageRoom(means.clock().instant(), chains, inventory.storageRepositories());
    }

    private Optional<String> rival() {
        var all = new Contenders(neighbours)
                .ofPool(
                        backup.getMetadata().getNamespace(),
                        backup.getSpec().source().hypervisorRef().name());
        return Queue.rival(Contenders.of(backup), all);
    }

    static Optional<String> repositoryId(BackupStorage storage) {
        return Optional.ofNullable(storage.getStatus())
                .map(BackupStorageStatus::repository)
                .map(BackupStorageStatus.RepositoryStatus::id);
    }

    private VmLookup lookUp(XenPool pool) {
        var known = request.vm();
        if (known.isPresent()) {
            return pool.findVm(known.get()).<VmLookup>map(VmLookup.Found::new).orElseGet(VmLookup.None::new);
        }
        var source = request.spec().source();
        Predicate<VirtualMachine> wanted = source.vmUUID() == null
                ? vm -> vm.name().equals(source.vmName())
                : vm -> vm.uuid().toString().equals(source.vmUUID());
        var found = pool.readInventory().vms().stream().filter(wanted).toList();
        return switch (found.size()) {
            case 0 -> new VmLookup.None();
            case 1 -> new VmLookup.Found(found.getFirst());
            default -> new VmLookup.Several(found.size());
        };
    }
}
