package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Gives a restored VM free, or takes it away.
final class Vms {
    private final XenPool pool;
    private final Attempt attempt;

    /// @param attempt on the last one, a failure that may pass counts as final
    Vms(XenPool pool, Attempt attempt) {
        this.pool = pool;
        this.attempt = attempt;
    }

    /// @return why it was not started; a VM that is there and whole is a restore that worked
    Optional<String> release(VirtualMachine vm, String finalName, boolean powerOn) {
        attempt("Releasing VM '" + finalName + "'", () -> pool.releaseVm(vm.uuid(), finalName))
                .ifPresent(sentence -> {
                    throw new Problem.Damaged(VmRestoreReason.Finalizing, sentence);
                });
        return powerOn && vm.powerState() != PowerState.RUNNING
                ? attempt("The VM is restored, but starting it", () -> pool.startVm(vm.uuid()))
                : Optional.empty();
    }

    /// @return a sentence for each that stays
    List<String> destroy(List<UUID> vms) {
        var stuck = new ArrayList<String>();
        vms.forEach(vm -> attempt("Removing VM " + vm, () -> pool.destroyVm(vm)).ifPresent(stuck::add));
        return List.copyOf(stuck);
    }

    private Optional<String> attempt(String what, Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (XapiException e) {
            if (e.kind() == XenException.Kind.SESSION) {
                throw e;
            }
            var sentence = what + " failed: " + e.getMessage() + ".";
            if (e.kind() == XenException.Kind.RETRYABLE && attempt != Attempt.Last) {
                throw new Problem.Unavailable(VmRestoreReason.Finalizing, sentence + " It is tried again.", e);
            }
            return Optional.of(sentence);
        }
    }
}
