package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.selection.DiskSelection;
import dev.lifeboat.operator.selection.InvalidSelectorException;
import dev.lifeboat.xen.VirtualMachine;
import java.util.Optional;

/// Why there can be no backup of a VM at all: what only another request, or another VM, can help.
final class Refusal {
    private final Request request;
    private final PoolTraits pool;
    private final StrategyChoice choice;

    Refusal(Request request, PoolTraits pool, StrategyChoice choice) {
        this.request = request;
        this.pool = pool;
        this.choice = choice;
    }

    Step vmNotFound() {
        var source = request.spec().source();
        var vm = request.status()
                .map(status -> status.vm())
                .map(known -> "VM '" + known.name() + "' (" + known.uuid() + ")")
                .orElse(source.vmUUID() == null ? "VM '" + source.vmName() + "'" : "VM " + source.vmUUID());
        return fail(
                VmBackupReason.VmNotFound,
                vm + " is not in the pool. It may have been deleted, moved to another pool, or made a template; correct"
                        + " spec.source in a new VmBackup.");
    }

    Step vmNameAmbiguous(int count) {
        return fail(
                VmBackupReason.VmNameAmbiguous,
                count + " VMs are named '" + request.spec().source().vmName()
                        + "'. Create a VmBackup that names one of them by spec.source.vmUUID.");
    }

    Optional<Step> of(VirtualMachine vm) {
        if (vm.disks().isEmpty()) {
            return Optional.of(fail(
                    VmBackupReason.VmHasNoDisks,
                    "VM '" + vm.name() + "' has no disk; there is nothing to back up. CDs are not backed up."));
        }
        if (request.spec().strategy().onNbdUnavailable() == BackupStrategy.OnNbdUnavailable.Fail && !pool.nbd()) {
            return Optional.of(fail(
                    VmBackupReason.NbdUnavailable,
                    "The pool offers no NBD, and reading over HTTP is ruled out by onNbdUnavailable: Fail. The"
                            + " XenHypervisor's condition NbdAvailable says how to switch NBD on."));
        }
        return choice.contradiction()
                .map(why -> fail(VmBackupReason.CbtUnavailable, why))
                .or(() -> nothingLeftIn(vm));
    }

    private Optional<Step> nothingLeftIn(VirtualMachine vm) {
        try {
            var excluded = ExcludedDisks.of(vm, DiskSelection.of(request.spec().disks()));
            return excluded.disks().size() < vm.disks().size()
                    ? Optional.empty()
                    : Optional.of(fail(
                            VmBackupReason.AllDisksExcluded,
                            "Every disk of VM '" + vm.name() + "' is left out, the first one because "
                                    + excluded.disks().getFirst().exclusion().detail()
                                    + ". Change spec.disks, or select the VM no more."));
        } catch (InvalidSelectorException e) {
            return Optional.of(fail(VmBackupReason.InvalidSelector, e.getMessage() + "."));
        }
    }

    /// There is nothing of ours on the pool yet.
    private static Step fail(VmBackupReason reason, String message) {
        return new Step.Fail(reason, message, Leftovers.NONE);
    }
}
