package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.List;

/// Takes back a restore that is deleted before it is finished.
final class Undo {
    private final Neighbours neighbours;
    private final Means means;

    Undo(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    /// Tells the agent to stop, if it has not yet.
    boolean agentGone(VmRestore restore) {
        var namespace = restore.getMetadata().getNamespace();
        var agent = VmRestoreObserver.agent(restore);
        if (means.agents().gone(namespace, agent)) {
            return true;
        }
        means.agents().stop(namespace, agent);
        return false;
    }

    /// A pool that is out of reach keeps nobody from deleting: its VM cannot start, and the janitor finds it.
    ///
    /// @return a sentence for each VM that stays
    List<String> destroyVm(VmRestore restore, Attempt attempt) {
        var pool = restore.getSpec().pool();
        if (pool.isEmpty()) {
            return List.of();
        }
        if (means.namespaces().terminating(restore.getMetadata().getNamespace())) {
            return destroyWhatGoes(restore, pool.get());
        }
        var hypervisor = neighbours.hypervisorOf(restore);
        if (hypervisor.isEmpty() || Obstacle.unreachable(hypervisor.get())) {
            return List.of(
                    "The pool is out of reach, so a VM that was being filled may still be there; its name ends in '"
                            + Request.of(restore).temporaryName().of("") + "'. It is removed when the pool is back.");
        }
        return means.pools().call(hypervisor.get(), it -> destroyVm(restore, it, attempt));
    }

    /// Nothing may hold a namespace up. The pool's password may be gone already; the session that is open still works.
    private List<String> destroyWhatGoes(VmRestore restore, String hypervisor) {
        try {
            return means.pools()
                    .callIfOpen(
                            restore.getMetadata().getNamespace(),
                            hypervisor,
                            pool -> destroyVm(restore, pool, Attempt.Last))
                    .orElse(List.of());
        } catch (Problem | XenException e) {
            return List.of("A VM that was being filled stays on the pool: " + e.getMessage());
        }
    }

    private static List<String> destroyVm(VmRestore restore, XenPool pool, Attempt attempt) {
        var unfinished = pool
                .findVmsByMarker(MarkerKeys.RESTORE_UID, restore.getMetadata().getUid())
                .stream()
                .filter(vm -> Request.of(restore).temporaryName().isOn(vm.name()))
                .map(VirtualMachine::uuid)
                .toList();
        return new Vms(pool, attempt).destroy(unfinished);
    }
}
