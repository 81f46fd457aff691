package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus.ExcludedDisk;
import dev.lifeboat.operator.selection.DiskSelection;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a backup does until an agent reads: it finds the VM, takes a snapshot of it, and says what of each disk is
/// read.
final class Preparation {
    private static final Set<String> MIGRATIONS = Set.of("pool_migrate", "migrate_send");
    private static final Set<FullReason> LOST_TRACK = Set.of(
            FullReason.CbtDisabled,
            FullReason.CbtNotAllowed,
            FullReason.CbtBaseMissing,
            FullReason.BaseSnapshotMissing,
            FullReason.DifferenceUnavailable);

    private final Request request;
    private final PoolView pool;
    private final StrategyChoice choice;

    Preparation(Request request, PoolView pool) {
        this.request = request;
        this.pool = pool;
        this.choice = new StrategyChoice(request.spec(), pool.traits());
    }

    Step next() {
        var snapshot = new Belongings(request, pool).snapshot();
        if (snapshot.isPresent()) {
            return startAgent(snapshot.get());
        }
        if (request.snapshotTaken()) {
            return fail(
                    VmBackupReason.SnapshotGone,
                    "The snapshot was removed before its data was read. Create another VmBackup; if this happens again,"
                            + " find out who removes snapshots on the pool.",
                    mine());
        }
        var refusal = new Refusal(request, pool.traits(), choice);
        return switch (pool.vm()) {
            case VmLookup.None() -> refusal.vmNotFound();
            case VmLookup.Several(var count) -> refusal.vmNameAmbiguous(count);
            case VmLookup.Found(var vm) -> refusal.of(vm).orElseGet(() -> takePossibleSnapshot(vm));
        };
    }

    private DiskSelection selection() {
        return DiskSelection.of(request.spec().disks());
    }

    private Step takePossibleSnapshot(VirtualMachine vm) {
        if (request.vm().isEmpty()) {
            return new Step.Identify(vm, pool.traits());
        }
        if (pool.rival().isPresent()) {
            return new Step.Wait(
                    VmBackupReason.Preparing, "Waits for " + pool.rival().get() + ", which works on the same VM.");
        }
        var moving = vm.currentOperations().stream()
                .filter(MIGRATIONS::contains)
                .findAny()
                .or(() -> SnapshotsUnderWay.of(vm));
        if (moving.isPresent()) {
            return new Step.Wait(
                    VmBackupReason.Preparing, "Waits for " + moving.get() + " of VM '" + vm.name() + "' to end.");
        }
        if (pool.repositoryId().isEmpty()) {
            return new Step.Wait(VmBackupReason.StorageNotReady, storageNotReady());
        }
        var excluded = ExcludedDisks.of(vm, selection());
        var disks = vm.disks().stream()
                .filter(disk -> !excluded.vdis().contains(disk.vdiUuid()))
                .toList();
        return pool.room()
                .obstacle(request, pool.traits(), disks, mine())
                .orElseGet(() -> takeSnapshot(vm, disks, excluded));
    }

    private Step takeSnapshot(VirtualMachine vm, List<VmDisk> disks, ExcludedDisks excluded) {
        var kind = choice.of(disks.stream().map(DiskTraits::of).toList()).kind();
        var tracking = Tracking.of(disks, pool.traits());
        var demandedBy = pool.traits().trackingDemandedBy(request.spec()).filter(_ -> kind == Kind.Cbt);
        if (demandedBy.isPresent() && !tracking.impossible().isEmpty()) {
            return fail(
                    VmBackupReason.CbtUnavailable,
                    tracking.impossible().getFirst() + " Reading all of it is ruled out by " + demandedBy.get() + ".",
                    Leftovers.NONE);
        }
        var tracked = kind == Kind.Cbt && pool.traits().tracks();
        return new Step.TakeSnapshot(
                vm,
                pool.unmarked(),
                excluded,
                ReachedConsistency.wanted(request.spec().consistency().mode(), vm),
                kind,
                tracked ? tracking.enable() : Set.of(),
                demandedBy);
    }

    private String storageNotReady() {
        return "Waits for BackupStorage " + request.spec().storageRef().name() + " to be Ready.";
    }

    private Step startAgent(VmSnapshot snapshot) {
        if (pool.repositoryId().isEmpty()) {
            return new Step.Wait(VmBackupReason.StorageNotReady, storageNotReady());
        }
        var strategy = choice.of(snapshot.disks().stream().map(DiskTraits::of).toList())
                .begunAs(Kind.of(snapshot));
        var disks = new DiskReads(request.spec(), pool, strategy.kind()).of(snapshot);
        return untracked(disks)
                .map(message -> fail(VmBackupReason.CbtUnavailable, message, mine()))
                .orElseGet(() -> new Step.StartAgent(
                        snapshot, pool.traits(), strategy, disks, choice.compression(), excluded(snapshot)));
    }

    /// As it was written down when the snapshot was taken; after a crash between the two, as far as the VM still tells.
    private List<ExcludedDisk> excluded(VmSnapshot snapshot) {
        return request.excludedDisks()
                .orElseGet(() -> pool.vm() instanceof VmLookup.Found(var vm)
                        ? ExcludedDisks.of(vm, snapshot, selection()).forStatus()
                        : List.of());
    }

    /// Why the disks must not be read whole, where that is ruled out. A full that was asked for is always in order.
    private Optional<String> untracked(List<DiskBackup> disks) {
        var demandedBy = pool.traits().trackingDemandedBy(request.spec());
        if (request.spec().type() == BackupType.Full || demandedBy.isEmpty()) {
            return Optional.empty();
        }
        return disks.stream()
                .filter(disk -> disk.read() instanceof DiskRead.All(var reason) && LOST_TRACK.contains(reason))
                .findFirst()
                .map(disk -> wouldBeReadWhole(disk, ((DiskRead.All) disk.read()).reason())
                        + " Reading all of it is ruled out by " + demandedBy.get()
                        + "; a VmBackup with type: Full starts anew.");
    }

    private static String wouldBeReadWhole(DiskBackup disk, FullReason reason) {
        return "Disk " + disk.device() + " would have to be read whole (" + reason + "): " + Fallbacks.because(reason);
    }

    private Leftovers mine() {
        return new Belongings(request, pool).mine();
    }

    private static Step fail(VmBackupReason reason, String message, Leftovers ours) {
        return new Step.Fail(reason, message, ours);
    }
}
