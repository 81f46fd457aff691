package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageStatus;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.operator.agent.AgentName;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.queue.Queue;
import dev.lifeboat.operator.queue.Turn;
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

/// Looks at all that matters to a backup, and changes nothing.
final class VmBackupObserver {
    static final String PURPOSE = "backup";

    private final Neighbours neighbours;
    private final Means means;

    VmBackupObserver(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    Observed observe(VmBackup backup) {
        var request = Request.of(backup);
        if (!request.started()) {
            return new Observed.Outside(gate(backup));
        }
        var namespace = backup.getMetadata().getNamespace();
        var agent = AgentName.of(backup, PURPOSE);
        var run = means.agents().observe(namespace, agent);
        return switch (run) {
            case AgentRun.Pending _, AgentRun.Running _ -> new Observed.AgentAtWork(run, false);
            case AgentRun.Died died when died.retriesLeft() -> new Observed.AgentAtWork(run, false);
            case AgentRun.Absent _ ->
                means.agents().gone(namespace, agent)
                        ? onPool(backup, request, run)
                        : new Observed.AgentAtWork(run, true);
            case AgentRun.Finished _, AgentRun.Died _, AgentRun.Silent _ -> onPool(backup, request, run);
        };
    }

    private Gate gate(VmBackup backup) {
        var namespace = backup.getMetadata().getNamespace();
        var pool = backup.getSpec().source().hypervisorRef().name();
        var hypervisor = hypervisor(backup);
        var obstacle = Obstacle.of(hypervisor, pool, "spec.source.hypervisorRef");
        if (obstacle.isPresent()) {
            return closed(obstacle.get(), VmBackupReason.HypervisorNotReady);
        }
        var storage = backup.getSpec().storageRef().name();
        var noStorage = Obstacle.ofStorage(neighbours.storage(namespace, storage), storage, "spec.storageRef");
        if (noStorage.isPresent()) {
            return closed(noStorage.get(), VmBackupReason.StorageNotReady);
        }
        int slots = hypervisor.orElseThrow().getSpec().limits().maxConcurrentVms();
        return switch (Queue.turnOf(Contenders.of(backup), new Contenders(neighbours).ofPool(namespace, pool), slots)) {
            case Turn.Now() -> new Gate.Open();
            case Turn.Later(var message) -> new Gate.Closed(VmBackupReason.Queued, message);
        };
    }

    private static Gate closed(Obstacle obstacle, VmBackupReason notReady) {
        return switch (obstacle.kind()) {
            case Missing -> new Gate.Closed(VmBackupReason.UnknownReference, obstacle.message());
            case NotReady -> new Gate.Closed(notReady, obstacle.message());
        };
    }

    private Observed onPool(VmBackup backup, Request request, AgentRun run) {
        var hypervisor = hypervisor(backup);
        var traits = hypervisor.flatMap(PoolTraits::of);
        if (hypervisor.isEmpty() || traits.isEmpty()) {
            return new Observed.WithoutPool(
                    run,
                    "XenHypervisor " + backup.getSpec().source().hypervisorRef().name()
                            + " of spec.source.hypervisorRef is gone.");
        }
        return new Observed.OnPool(
                run, means.pools().call(hypervisor.get(), pool -> view(backup, request, pool, traits.get())));
    }

    private PoolView view(VmBackup backup, Request request, XenPool pool, PoolTraits traits) {
        var namespace = backup.getMetadata().getNamespace();
        var repository = neighbours
                .storage(namespace, backup.getSpec().storageRef().name())
                .filter(storage ->
                        Obstacle.ofStorage(Optional.of(storage), "", "").isEmpty())
                .flatMap(VmBackupObserver::repositoryId);
        var vm = lookUp(request, pool);
        var namespaceUid = means.namespaces().uid(namespace);
        var uuid = request.vm();
        if (uuid.isEmpty()) {
            return new PoolView(
                    vm,
                    traits,
                    Optional.empty(),
                    repository,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    DisksSince.UNCHANGED,
                    Room.NOT_LOOKED_AT,
                    false);
        }
        var snapshots = pool.findSnapshots(Markers.VM_UUID, uuid.get().toString()).stream()
                .filter(snapshot -> Ownership.made(snapshot, namespaceUid))
                .toList();
        var own = snapshots.stream()
                .filter(snapshot -> request.uid().equals(snapshot.markers().get(Markers.BACKUP_UID)))
                .findFirst();
        var history = Earlier.of(neighbours.backups(namespace), uuid.get());
        return new PoolView(
                vm,
                traits,
                rival(backup),
                repository,
                snapshots,
                unmarked(request, pool, uuid.get()),
                pool.findMarkedVdis(Markers.PREFIX).stream()
                        .filter(vdi -> Ownership.marked(vdi, namespaceUid, uuid.get()))
                        .toList(),
                history,
                own.map(snapshot -> since(pool, request, snapshot, history)).orElse(DisksSince.UNCHANGED),
                own.isPresent() || request.snapshotTaken() ? Room.NOT_LOOKED_AT : room(pool, uuid.get()),
                Successors.expected(
                        backup.getSpec(),
                        own.map(Strategy.Kind::of).orElseGet(() -> Strategy.Kind.of(request.status())),
                        vm instanceof VmLookup.Found(var found) ? Optional.of(found) : Optional.empty(),
                        neighbours.policies(namespace).toList(),
                        means.clock().instant()));
    }

    /// The pool is asked only about disks that the last point has and the VM has no more.
    private static DisksSince since(XenPool pool, Request request, VmSnapshot snapshot, List<Earlier> history) {
        Set<UUID> there = snapshot.disks().stream().map(SnapshotDisk::vdiUuid).collect(Collectors.toUnmodifiableSet());
        var missing = history.stream()
                .filter(earlier ->
                        earlier.storage().equals(request.spec().storageRef().name()))
                .limit(1)
                .flatMap(earlier -> earlier.disks().stream())
                .map(Earlier.Disk::vdi)
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

    private Room room(XenPool pool, UUID vm) {
        var inventory = pool.readInventory();
        var chains = new HashMap<UUID, DiskChain>();
        inventory.vms().stream()
                .filter(it -> it.uuid().equals(vm))
                .flatMap(it -> it.disks().stream())
                .forEach(disk -> disk.chain().ifPresent(chain -> chains.put(disk.vdiUuid(), chain)));
        return new Room(means.clock().instant(), chains, inventory.storageRepositories());
    }

    static List<UUID> unmarked(Request request, XenPool pool, UUID vm) {
        return pool.findSnapshotsNamed(vm, Ownership.name(request.name(), request.uid())).stream()
                .filter(snapshot -> !snapshot.markers().containsKey(Markers.BACKUP_UID))
                .map(VmSnapshot::uuid)
                .toList();
    }

    private Optional<String> rival(VmBackup backup) {
        var all = new Contenders(neighbours)
                .ofPool(
                        backup.getMetadata().getNamespace(),
                        backup.getSpec().source().hypervisorRef().name());
        return Queue.rival(Contenders.of(backup), all);
    }

    private Optional<XenHypervisor> hypervisor(VmBackup backup) {
        return neighbours.hypervisor(
                backup.getMetadata().getNamespace(),
                backup.getSpec().source().hypervisorRef().name());
    }

    static Optional<String> repositoryId(BackupStorage storage) {
        return Optional.ofNullable(storage.getStatus())
                .map(BackupStorageStatus::repository)
                .map(BackupStorageStatus.RepositoryStatus::id);
    }

    private VmLookup lookUp(Request request, XenPool pool) {
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
