package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DeletionOrder;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.List;
import java.util.Optional;

/// Does the one step that was decided on for a backup that is being deleted.
final class DeletionSteps {
    private final Neighbours neighbours;
    private final Means means;

    DeletionSteps(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    /// @param attempt on the last one, a failure that may pass counts as final
    /// @return a sentence for each thing that stays on the pool
    List<String> perform(VmBackup backup, DeletionStep step, Attempt attempt) {
        var namespace = backup.getMetadata().getNamespace();
        switch (step) {
            case DeletionStep.Release(var ours) -> {
                return remove(backup, ours, attempt);
            }
            case DeletionStep.Wait _ -> {}
            case DeletionStep.StopAgent() -> means.agents().stop(namespace, BackupAgents.reading(backup));
            case DeletionStep.StartDeletion() -> start(backup);
            case DeletionStep.TryAgain _ -> means.agents().stop(namespace, BackupAgents.deleting(backup));
        }
        return List.of();
    }

    private List<String> remove(VmBackup backup, Leftovers ours, Attempt attempt) {
        if (ours.isEmpty()) {
            return List.of();
        }
        if (means.namespaces().terminating(backup.getMetadata().getNamespace())) {
            return removeWhatGoes(backup, ours);
        }
        return neighbours
                .hypervisorOf(backup)
                .map(hypervisor -> means.pools().call(hypervisor, pool -> remove(pool, ours, attempt)))
                .orElse(List.of());
    }

    private static List<String> remove(XenPool pool, Leftovers ours, Attempt attempt) {
        var removal = new Removal(pool, attempt);
        removal.remove(ours);
        return removal.stuck();
    }

    private List<String> removeWhatGoes(VmBackup backup, Leftovers ours) {
        try {
            return means.pools()
                    .callIfOpen(
                            backup.getMetadata().getNamespace(),
                            backup.getSpec().source().hypervisorRef().name(),
                            pool -> remove(pool, ours, Attempt.Last))
                    .orElse(List.of());
        } catch (Problem | XenException e) {
            return List.of("Something of it stays on the pool: " + e.getMessage());
        }
    }

    private void start(VmBackup backup) {
        var request = Request.of(backup);
        var storage = storage(backup);
        var order = new DeletionOrder(
                request.uid(),
                means.access().repository().apply(storage),
                request.vm().orElseThrow(),
                request.pointId());
        means.agents().start(new AgentOrder(backup, BackupAgents.deleting(backup), order, Optional.empty(), storage));
    }

    private BackupStorage storage(VmBackup backup) {
        return neighbours
                .storageOf(backup)
                .orElseThrow(() -> new Problem.Unavailable(
                        VmBackupReason.UnknownReference,
                        "BackupStorage " + backup.getSpec().storageRef().name() + " was deleted a moment ago."));
    }
}
