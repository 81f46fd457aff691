package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.queue.Queue;
import dev.lifeboat.operator.queue.Turn;

/// Looks at all that matters to a backup, and changes nothing.
final class VmBackupObserver {
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
        var agent = BackupAgents.reading(backup);
        var run = means.agents().observe(namespace, agent);
        return switch (run) {
            case AgentRun.Pending _, AgentRun.Running _ -> new Observed.AgentAtWork(run, false);
            case AgentRun.Died died when died.retriesLeft() -> new Observed.AgentAtWork(run, false);
            case AgentRun.Absent _ ->
                means.agents().gone(namespace, agent) ? onPool(backup, run) : new Observed.AgentAtWork(run, true);
            case AgentRun.Finished _, AgentRun.Died _, AgentRun.Silent _ -> onPool(backup, run);
        };
    }

    private Gate gate(VmBackup backup) {
        var namespace = backup.getMetadata().getNamespace();
        var pool = backup.getSpec().source().hypervisorRef().name();
        var hypervisor = neighbours.hypervisorOf(backup);
        var obstacle = Obstacle.of(hypervisor, pool, "spec.source.hypervisorRef");
        if (obstacle.isPresent()) {
            return closed(obstacle.get(), VmBackupReason.HypervisorNotReady);
        }
        var storage = backup.getSpec().storageRef().name();
        var noStorage = Obstacle.ofStorage(neighbours.storageOf(backup), storage, "spec.storageRef");
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

    private Observed onPool(VmBackup backup, AgentRun run) {
        var hypervisor = neighbours.hypervisorOf(backup);
        var name =
                "XenHypervisor " + backup.getSpec().source().hypervisorRef().name() + " of spec.source.hypervisorRef";
        if (hypervisor.isEmpty()) {
            return new Observed.WithoutPool(run, name + " does not exist; create it again.");
        }
        var traits = PoolTraits.of(hypervisor.get());
        if (traits.isEmpty()) {
            return new Observed.PoolUnseen(name
                    + " was not looked at yet; the backup goes on by itself once its condition Reachable is True.");
        }
        return new Observed.OnPool(
                run,
                means.pools()
                        .call(
                                hypervisor.get(),
                                pool -> new PoolObserver(neighbours, means, backup).view(pool, traits.get())));
    }
}
