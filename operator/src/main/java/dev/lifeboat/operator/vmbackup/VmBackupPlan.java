package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus.ExcludedDisk;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.selection.DiskSelection;
import dev.lifeboat.operator.selection.InvalidSelectorException;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Decides what follows from what is seen. Touches no client and no clock.
final class VmBackupPlan {
    private static final Set<String> MIGRATIONS = Set.of("pool_migrate", "migrate_send");
    private static final Set<FullReason> LOST_TRACK =
            Set.of(FullReason.CbtDisabled, FullReason.CbtNotAllowed, FullReason.CbtBaseMissing);

    private final Request request;

    private VmBackupPlan(Request request) {
        this.request = request;
    }

    static Step next(Request request, Observed observed) {
        var plan = new VmBackupPlan(request);
        return switch (observed) {
            case Observed.Outside(var gate) -> plan.outside(gate);
            case Observed.AgentAtWork(var run, var ending) -> plan.follow(run, ending);
            case Observed.OnPool(var run, var pool) -> plan.onPool(run, pool);
            case Observed.WithoutPool(var run, var message) -> plan.withoutPool(run, message);
        };
    }

    /// Whether it is to end without a recovery point.
    private boolean cancelled() {
        return request.spec().cancel() || request.overdue();
    }

    private String endedBy() {
        return request.spec().cancel()
                ? "Cancelled by spec.cancel"
                : "It took longer than spec.vmTimeout, " + request.spec().vmTimeout();
    }

    private Step outside(Gate gate) {
        if (cancelled()) {
            return cancelledWith(Leftovers.NONE);
        }
        return switch (gate) {
            case Gate.Open() -> new Step.Begin();
            case Gate.Closed(var reason, var message) -> new Step.Wait(reason, message);
        };
    }

    private Step follow(AgentRun run, boolean ending) {
        if (cancelled()) {
            return new Step.StopAgent(VmBackupReason.Cancelling, endedBy() + "; the agent was told to stop.");
        }
        if (ending) {
            return new Step.Wait(VmBackupReason.Transferring, "Waits for the agent's last pod to end.");
        }
        return switch (run) {
            case AgentRun.Running(var progress) -> new Step.Follow(progress, "An agent reads the disks.");
            case AgentRun.Pending(var whyNot) ->
                new Step.Follow(
                        Optional.empty(),
                        whyNot.map(why -> "Waits for the agent's pod: " + why).orElse("Waits for the agent's pod."));
            case AgentRun.Died died ->
                new Step.Follow(Optional.empty(), "An agent ended and another one goes on: " + died.message());
            case AgentRun.Absent _, AgentRun.Finished _, AgentRun.Silent _ ->
                new Step.Follow(Optional.empty(), "An agent reads the disks.");
        };
    }

    /// A cancel comes too late once the point is committed.
    private Step onPool(AgentRun run, PoolView pool) {
        if (run instanceof AgentRun.Finished(BackupReport report)) {
            return finish(report, pool);
        }
        return cancelled() ? endOnPool(pool) : undone(run, pool);
    }

    /// A snapshot that somebody began who ended before it was there can only be removed once it is.
    private Step endOnPool(PoolView pool) {
        return snapshotUnderWay(pool)
                ? new Step.Wait(
                        VmBackupReason.Cancelling,
                        endedBy() + "; waits for a snapshot that is being taken, to remove it.")
                : cancelledWith(mine(pool));
    }

    private boolean snapshotUnderWay(PoolView pool) {
        return !request.snapshotTaken()
                && pool.vm() instanceof VmLookup.Found(var vm)
                && SnapshotsUnderWay.of(vm).isPresent();
    }

    private Step undone(AgentRun run, PoolView pool) {
        return switch (run) {
            case AgentRun.Finished(FailureReport failure) -> failed(failure, mine(pool));
            case AgentRun.Finished(var other) -> unexpected(other, mine(pool));
            case AgentRun.Died died -> fail(VmBackupReason.AgentFailed, died.message(), mine(pool));
            case AgentRun.Silent silent -> askAgain(silent);
            case AgentRun.Absent _ -> prepare(pool);
            case AgentRun.Pending _, AgentRun.Running _ -> follow(run, false);
        };
    }

    private Step withoutPool(AgentRun run, String message) {
        if (run instanceof AgentRun.Finished(BackupReport report)) {
            return new Step.Finish(
                    report,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Leftovers.NONE,
                    List.of(message + " The snapshot of this backup may still be on the pool; it is removed when a"
                            + " XenHypervisor of that pool is there again."));
        }
        if (cancelled()) {
            return cancelledWith(Leftovers.NONE);
        }
        return switch (run) {
            case AgentRun.Finished(FailureReport failure) -> failed(failure, Leftovers.NONE);
            case AgentRun.Finished(var other) -> unexpected(other, Leftovers.NONE);
            case AgentRun.Died died -> fail(VmBackupReason.AgentFailed, died.message(), Leftovers.NONE);
            case AgentRun.Silent silent -> fail(VmBackupReason.AgentFailed, silent.message(), Leftovers.NONE);
            case AgentRun.Absent _ -> new Step.Wait(VmBackupReason.UnknownReference, message);
            case AgentRun.Pending _, AgentRun.Running _ -> follow(run, false);
        };
    }

    /// If the point was committed, the next agent finds it and says so.
    private static Step askAgain(AgentRun.Silent silent) {
        return new Step.AskAgain("Another agent finds out how it went: " + silent.message() + ".");
    }

    private Step prepare(PoolView pool) {
        var snapshot = new Belongings(request, pool).snapshot();
        if (snapshot.isPresent()) {
            return startAgent(snapshot.get(), pool);
        }
        if (request.snapshotTaken()) {
            return fail(
                    VmBackupReason.SnapshotGone,
                    "The snapshot was removed before its data was read. Create another VmBackup; if this happens again,"
                            + " find out who removes snapshots on the pool.",
                    mine(pool));
        }
        return switch (pool.vm()) {
            case VmLookup.None() -> vmNotFound();
            case VmLookup.Several(var count) ->
                fail(
                        VmBackupReason.VmNameAmbiguous,
                        count + " VMs are named '" + request.spec().source().vmName()
                                + "'. Name the VM by source.vmUUID.",
                        Leftovers.NONE);
            case VmLookup.Found(var vm) -> takeSnapshot(vm, pool);
        };
    }

    private Step vmNotFound() {
        var source = request.spec().source();
        var vm = request.status()
                .map(status -> status.vm())
                .map(known -> "VM '" + known.name() + "' (" + known.uuid() + ")")
                .orElse(source.vmUUID() == null ? "VM '" + source.vmName() + "'" : "VM " + source.vmUUID());
        return fail(
                VmBackupReason.VmNotFound,
                vm + " is not in the pool. It may have been deleted, moved to another pool, or made a template; correct"
                        + " spec.source in a new VmBackup.",
                Leftovers.NONE);
    }

    private Step takeSnapshot(VirtualMachine vm, PoolView pool) {
        return impossible(vm, pool.traits()).orElseGet(() -> takePossibleSnapshot(vm, pool));
    }

    /// What only another request, or another VM, can help.
    private Optional<Step> impossible(VirtualMachine vm, PoolTraits pool) {
        if (vm.disks().isEmpty()) {
            return Optional.of(fail(
                    VmBackupReason.VmHasNoDisks,
                    "VM '" + vm.name() + "' has no disk; there is nothing to back up. CDs are not backed up.",
                    Leftovers.NONE));
        }
        if (request.spec().strategy().onNbdUnavailable() == BackupStrategy.OnNbdUnavailable.Fail && !pool.nbd()) {
            return Optional.of(fail(
                    VmBackupReason.NbdUnavailable,
                    "The pool offers no NBD, and reading over HTTP is ruled out by onNbdUnavailable: Fail. The"
                            + " XenHypervisor's condition NbdAvailable says how to switch NBD on.",
                    Leftovers.NONE));
        }
        try {
            var leftOut = LeftOut.of(vm, selection());
            return leftOut.disks().size() < vm.disks().size()
                    ? Optional.empty()
                    : Optional.of(fail(
                            VmBackupReason.AllDisksExcluded,
                            "Every disk of VM '" + vm.name() + "' is left out, the first one because "
                                    + leftOut.disks().getFirst().exclusion().detail()
                                    + ". Change spec.disks, or select the VM no more.",
                            Leftovers.NONE));
        } catch (InvalidSelectorException e) {
            return Optional.of(fail(VmBackupReason.InvalidSelector, e.getMessage() + ".", Leftovers.NONE));
        }
    }

    private DiskSelection selection() {
        return DiskSelection.of(request.spec().disks());
    }

    private Step takePossibleSnapshot(VirtualMachine vm, PoolView pool) {
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
        var leftOut = LeftOut.of(vm, selection());
        var disks = vm.disks().stream()
                .filter(disk -> !leftOut.vdis().contains(disk.vdiUuid()))
                .toList();
        return pool.room()
                .obstacle(request, pool.traits(), disks, mine(pool))
                .orElseGet(() -> takeSnapshot(vm, disks, leftOut, pool));
    }

    private Step takeSnapshot(VirtualMachine vm, List<VmDisk> disks, LeftOut leftOut, PoolView pool) {
        var tracking = Tracking.of(disks, pool.traits());
        var required = Fallbacks.trackingRequired(request.spec(), pool.traits());
        if (required && !tracking.impossible().isEmpty()) {
            return fail(
                    VmBackupReason.CbtUnavailable,
                    tracking.impossible().getFirst() + " Reading all of it is ruled out by onCbtUnavailable: Fail or"
                            + " cbt.mode: Required.",
                    Leftovers.NONE);
        }
        return new Step.TakeSnapshot(
                vm,
                pool.unmarked(),
                leftOut,
                Reached.wanted(request.spec().consistency().mode(), vm),
                pool.traits().tracks() ? tracking.enable() : Set.of(),
                required);
    }

    private String storageNotReady() {
        return "Waits for BackupStorage " + request.spec().storageRef().name() + " to be Ready.";
    }

    private Step startAgent(VmSnapshot snapshot, PoolView pool) {
        if (pool.repositoryId().isEmpty()) {
            return new Step.Wait(VmBackupReason.StorageNotReady, storageNotReady());
        }
        var choice = new BaseChoice(request.spec(), pool, snapshot);
        var disks = snapshot.disks().stream()
                .map(disk -> diskBackup(disk, choice.of(disk), pool))
                .toList();
        return untracked(disks, pool)
                .map(message -> fail(VmBackupReason.CbtUnavailable, message, mine(pool)))
                .orElseGet(() -> new Step.StartAgent(snapshot, pool.traits(), disks, excluded(snapshot, pool)));
    }

    /// As it was written down when the snapshot was taken; after a crash between the two, as far as the VM still tells.
    private List<ExcludedDisk> excluded(VmSnapshot snapshot, PoolView pool) {
        return request.excludedDisks()
                .orElseGet(() -> pool.vm() instanceof VmLookup.Found(var vm)
                        ? LeftOut.of(vm, snapshot, selection()).forStatus()
                        : List.of());
    }

    private static DiskBackup diskBackup(SnapshotDisk disk, DiskRead read, PoolView pool) {
        var bootable = pool.vm() instanceof VmLookup.Found(var vm)
                && vm.disks().stream().anyMatch(live -> live.vdiUuid().equals(disk.vdiUuid()) && live.bootable());
        return new DiskBackup(
                disk.device(),
                disk.vdiUuid(),
                disk.snapshotVdiUuid(),
                disk.name(),
                disk.virtualSizeBytes(),
                bootable,
                read);
    }

    /// Why the disks must not be read whole, where that is ruled out. A full that was asked for is always in order.
    private Optional<String> untracked(List<DiskBackup> disks, PoolView pool) {
        if (request.spec().type() == BackupType.Full || !Fallbacks.trackingRequired(request.spec(), pool.traits())) {
            return Optional.empty();
        }
        return disks.stream()
                .filter(disk -> disk.read() instanceof DiskRead.All(var reason) && LOST_TRACK.contains(reason))
                .findFirst()
                .map(disk -> Fallbacks.sentence(disk.device(), ((DiskRead.All) disk.read()).reason())
                        + " Reading all of it is ruled out by onCbtUnavailable: Fail or cbt.mode: Required; a VmBackup"
                        + " with type: Full starts anew.");
    }

    private Step finish(BackupReport report, PoolView pool) {
        var belongings = new Belongings(request, pool);
        return new Step.Finish(
                report,
                belongings.snapshotAndItsFate(),
                belongings.halfReduced(),
                Optional.of(belongings.leaves()),
                belongings.older().and(pool.unmarked()),
                Stream.concat(
                                belongings
                                        .snapshot()
                                        .flatMap(it -> Reached.of(it).warning())
                                        .stream(),
                                Fallbacks.warnings(request.spec(), pool.traits(), report).stream())
                        .toList());
    }

    private static Step failed(FailureReport failure, Leftovers mine) {
        // An evicted pod ends like a cancelled one, but nobody asked for it.
        return failure.reason() == FailureReason.Cancelled
                ? new Step.StopAgent(
                        VmBackupReason.Transferring,
                        "The agent's pod was ended from outside; another one goes on where it stopped.")
                : fail(Fallbacks.reason(failure.reason()), failure.message(), mine);
    }

    private static Step unexpected(Object report, Leftovers mine) {
        return fail(
                VmBackupReason.InternalError,
                "The agent answered with a " + report.getClass().getSimpleName()
                        + ", which is no answer to a backup order. Operator and agent may be of different versions.",
                mine);
    }

    private Leftovers mine(PoolView pool) {
        return new Belongings(request, pool).mine();
    }

    private static Step fail(VmBackupReason reason, String message, Leftovers ours) {
        return new Step.Fail(reason, message, ours);
    }

    private Step cancelledWith(Leftovers ours) {
        return new Step.Fail(
                request.spec().cancel() ? VmBackupReason.Cancelled : VmBackupReason.TimedOut,
                endedBy() + "; nothing of it was kept.",
                ours);
    }
}
