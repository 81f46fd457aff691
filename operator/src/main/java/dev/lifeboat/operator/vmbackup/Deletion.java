package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DeletionOrder;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.operator.agent.AgentName;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XenPool;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Takes away what a deleted backup has outside Kubernetes.
final class Deletion {
    static final String PURPOSE = "deletion";

    private final Neighbours neighbours;
    private final Means means;

    Deletion(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    Departure observe(VmBackup backup) {
        var request = Request.of(backup);
        var namespace = backup.getMetadata().getNamespace();
        var namespaceGoes = means.namespaces().terminating(namespace);
        var storage = backup.getSpec().storageRef().name();
        var agentWorks = !namespaceGoes && request.started() && agentWorks(backup);
        return new Departure(
                backup.getSpec().deletionPolicy(),
                namespaceGoes,
                agentWorks,
                namespaceGoes || agentWorks ? Leftovers.NONE : onPool(backup, request),
                reader(backup, request),
                request.snapshotTaken(),
                Obstacle.ofStorage(neighbours.storage(namespace, storage), storage, "spec.storageRef"),
                namespaceGoes ? new AgentRun.Absent() : means.agents().observe(namespace, deletionAgent(backup)));
    }

    private Optional<String> reader(VmBackup backup, Request request) {
        return neighbours
                .restores(backup.getMetadata().getNamespace())
                .filter(restore -> Contenders.of(restore).running() && !Contenders.finished(restore.getStatus()))
                .filter(restore -> reads(restore.getSpec().source(), backup, request))
                .map(restore -> restore.getMetadata().getName())
                .findFirst();
    }

    private static boolean reads(VmRestoreSpec.Source source, VmBackup backup, Request request) {
        var byName = Optional.ofNullable(source.backupRef())
                .filter(ref -> ref.name().equals(backup.getMetadata().getName()));
        var byId = Optional.ofNullable(source.point())
                .filter(point -> point.backupId().equals(request.pointId()));
        return byName.isPresent() || byId.isPresent();
    }

    private boolean agentWorks(VmBackup backup) {
        var namespace = backup.getMetadata().getNamespace();
        return !Contenders.finished(backup.getStatus()) && !means.agents().gone(namespace, VmBackupSteps.agent(backup));
    }

    /// A pool that cannot be reached keeps nobody from deleting data: what stays there is found by its markers later.
    private Leftovers onPool(VmBackup backup, Request request) {
        var hypervisor = hypervisor(backup);
        if (request.vm().isEmpty() || Obstacle.of(hypervisor, "", "").isPresent()) {
            return Leftovers.NONE;
        }
        var namespaceUid = means.namespaces().uid(backup.getMetadata().getNamespace());
        return means.pools()
                .call(
                        hypervisor.orElseThrow(),
                        pool -> leftovers(pool, request, request.vm().get(), namespaceUid));
    }

    private static Leftovers leftovers(XenPool pool, Request request, UUID vm, String namespaceUid) {
        return Leftovers.of(
                pool.findSnapshots(Markers.BACKUP_UID, request.uid()).stream()
                        .filter(snapshot -> Ownership.made(snapshot, namespaceUid))
                        .toList(),
                pool.findMarkedVdis(Markers.BACKUP_UID).stream()
                        .filter(vdi -> Ownership.marked(vdi, namespaceUid, vm))
                        .filter(vdi -> request.snapshotVdis().contains(vdi.uuid()))
                        .toList());
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
            case DeletionStep.StopAgent() -> means.agents().stop(namespace, VmBackupSteps.agent(backup));
            case DeletionStep.StartDeletion() -> start(backup);
            case DeletionStep.TryAgain _ -> means.agents().stop(namespace, deletionAgent(backup));
        }
        return List.of();
    }

    private List<String> remove(VmBackup backup, Leftovers ours, Attempt attempt) {
        var hypervisor = hypervisor(backup);
        if (ours.isEmpty() || hypervisor.isEmpty()) {
            return List.of();
        }
        return means.pools().call(hypervisor.get(), pool -> {
            var removal = new Removal(pool, attempt);
            removal.remove(ours);
            return removal.stuck();
        });
    }

    private void start(VmBackup backup) {
        var request = Request.of(backup);
        var storage = storage(backup);
        var order = new DeletionOrder(
                request.uid(),
                means.access().repository().apply(storage),
                request.vm().orElseThrow(),
                request.pointId());
        means.agents().start(new AgentOrder(backup, deletionAgent(backup), order, Optional.empty(), storage));
    }

    private BackupStorage storage(VmBackup backup) {
        var name = backup.getSpec().storageRef().name();
        return neighbours
                .storage(backup.getMetadata().getNamespace(), name)
                .orElseThrow(() -> new Problem.Unavailable(
                        VmBackupReason.UnknownReference, "BackupStorage " + name + " was deleted a moment ago."));
    }

    private Optional<XenHypervisor> hypervisor(VmBackup backup) {
        return neighbours.hypervisor(
                backup.getMetadata().getNamespace(),
                backup.getSpec().source().hypervisorRef().name());
    }

    private static String deletionAgent(VmBackup backup) {
        return AgentName.of(backup, PURPOSE);
    }
}
