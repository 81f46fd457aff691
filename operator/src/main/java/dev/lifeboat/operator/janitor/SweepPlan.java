package dev.lifeboat.operator.janitor;

import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.access.Originator;
import dev.lifeboat.operator.vmbackup.Ownership;
import dev.lifeboat.operator.vmrestore.TemporaryName;
import dev.lifeboat.xen.MarkedObjects;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides what on a pool is left over. Touches no client and no clock.
///
/// What another namespace marked, of this cluster or another one, is not looked at. What cannot be told for certain
/// stays: a disk too many costs space, one too few costs data.
final class SweepPlan {
    private final MarkedObjects found;
    private final Needs needs;
    private final String namespaceUid;

    private SweepPlan(MarkedObjects found, Owners owners, String namespaceUid) {
        this.found = found;
        this.needs = new Needs(owners);
        this.namespaceUid = namespaceUid;
    }

    /// In the order in which they can go: nothing reads a snapshot whose tasks have ended.
    static List<Leftover> leftovers(MarkedObjects found, Owners owners, String namespaceUid) {
        var plan = new SweepPlan(found, owners, namespaceUid);
        return Stream.of(plan.tasks(), plan.snapshots(), plan.snapshotDisks(), plan.vms(), plan.restoredDisks())
                .flatMap(leftovers -> leftovers)
                .toList();
    }

    private Stream<Leftover> tasks() {
        return found.tasks().stream().flatMap(task -> staleTask(task, new Originator(task.originator())).stream());
    }

    /// One of this process is awaited by it.
    private Optional<Leftover> staleTask(PoolTask task, Originator originator) {
        if (originator.ofEarlierOperator(namespaceUid)) {
            return Optional.of(new Leftover.Task(
                    task.uuid(),
                    new Leftover.Owner("an operator that ended, run", originator.owner(), Optional.empty()),
                    task.label()));
        }
        return originator.ofAgentIn(namespaceUid) && !needs.task(originator.owner())
                ? Optional.of(new Leftover.Task(
                        task.uuid(),
                        new Leftover.Owner("the resource", originator.owner(), Optional.empty()),
                        task.label()))
                : Optional.empty();
    }

    private Stream<Leftover> snapshots() {
        return found.snapshots().stream()
                .filter(snapshot -> Ownership.made(snapshot, namespaceUid))
                .flatMap(snapshot -> left(snapshot).stream());
    }

    private Optional<Leftover> left(VmSnapshot snapshot) {
        var owner = backupOf(snapshot.markers());
        return switch (needs.snapshot(owner.uid(), snapshot.uuid())) {
            case All -> Optional.empty();
            case Metadata -> Optional.of(new Leftover.UnreducedSnapshot(snapshot.uuid(), owner, usedBytes(snapshot)));
            case Nothing -> Optional.of(new Leftover.Snapshot(snapshot.uuid(), owner, usedBytes(snapshot)));
        };
    }

    private long usedBytes(VmSnapshot snapshot) {
        var disks = disksOf(Stream.of(snapshot));
        return found.snapshotDisks().stream()
                .filter(disk -> disks.contains(disk.uuid()))
                .mapToLong(MarkedVdi::usedBytes)
                .sum();
    }

    /// Those of a snapshot VM that is still there stay or go with it.
    private Stream<Leftover> snapshotDisks() {
        var held = disksOf(found.snapshots().stream());
        return found.snapshotDisks().stream()
                .filter(disk -> !held.contains(disk.uuid()))
                .filter(disk -> ours(disk.markers()) && disk.markers().containsKey(MarkerKeys.BACKUP_UID))
                .flatMap(disk -> left(disk).stream());
    }

    private Optional<Leftover> left(MarkedVdi disk) {
        var owner = backupOf(disk.markers());
        return switch (needs.disk(owner.uid(), disk.uuid())) {
            case All -> Optional.empty();
            case Metadata ->
                disk.metadataOnly()
                        ? Optional.empty()
                        : Optional.of(new Leftover.UnreducedDisk(disk.uuid(), owner, disk.usedBytes()));
            case Nothing -> Optional.of(new Leftover.SnapshotDisk(disk.uuid(), owner, disk.usedBytes()));
        };
    }

    /// A VM that was released has its own name, and is the user's.
    private Stream<Leftover> vms() {
        return found.vms().stream()
                .filter(vm -> ours(vm.otherConfig()) && vm.otherConfig().containsKey(MarkerKeys.RESTORE_UID))
                .filter(vm -> new TemporaryName(restoreUid(vm.otherConfig())).isOn(vm.name()))
                .filter(vm -> !needs.vm(restoreUid(vm.otherConfig())))
                .map(SweepPlan::unfinished);
    }

    private static Leftover unfinished(VirtualMachine vm) {
        return new Leftover.UnfinishedVm(vm.uuid(), restoreOf(vm.otherConfig()));
    }

    /// The disks of a released VM carry no marks.
    private Stream<Leftover> restoredDisks() {
        return found.detachedDisks().stream()
                .filter(disk -> ours(disk.markers()) && disk.markers().containsKey(MarkerKeys.RESTORE_UID))
                .filter(disk -> !needs.vm(restoreUid(disk.markers())))
                .map(disk -> new Leftover.RestoredDisk(disk.uuid(), restoreOf(disk.markers()), disk.usedBytes()));
    }

    private boolean ours(Map<String, String> markers) {
        return namespaceUid.equals(markers.get(MarkerKeys.NAMESPACE));
    }

    private static Set<UUID> disksOf(Stream<VmSnapshot> snapshots) {
        return snapshots
                .flatMap(snapshot -> snapshot.disks().stream().map(SnapshotDisk::snapshotVdiUuid))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String uid(Map<String, String> markers) {
        return markers.getOrDefault(MarkerKeys.BACKUP_UID, "");
    }

    private static String restoreUid(Map<String, String> markers) {
        return markers.getOrDefault(MarkerKeys.RESTORE_UID, "");
    }

    private static Leftover.Owner backupOf(Map<String, String> markers) {
        return new Leftover.Owner("VmBackup", uid(markers), Optional.ofNullable(markers.get(MarkerKeys.BACKUP_NAME)));
    }

    private static Leftover.Owner restoreOf(Map<String, String> markers) {
        return new Leftover.Owner(
                "VmRestore", restoreUid(markers), Optional.ofNullable(markers.get(MarkerKeys.RESTORE_NAME)));
    }
}
