package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.agent.AgentName;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.queue.Queue;
import dev.lifeboat.operator.queue.Turn;
import dev.lifeboat.xen.VirtualMachine;
import java.util.List;

/// Looks at all that matters to a restore, and changes nothing.
final class VmRestoreObserver {
    private static final String PURPOSE = "restore";

    private final Neighbours neighbours;
    private final Means means;

    VmRestoreObserver(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    static String agent(VmRestore restore) {
        return AgentName.of(restore, PURPOSE);
    }

    Observed observe(VmRestore restore) {
        if (!Request.of(restore).started()) {
            return new Observed.Outside(gate(restore));
        }
        var namespace = restore.getMetadata().getNamespace();
        var run = means.agents().observe(namespace, agent(restore));
        return switch (run) {
            case AgentRun.Pending _, AgentRun.Running _ -> new Observed.AgentAtWork(run, false);
            case AgentRun.Died died when died.retriesLeft() -> new Observed.AgentAtWork(run, false);
            case AgentRun.Absent _ ->
                means.agents().gone(namespace, agent(restore))
                        ? withoutAgent(restore, run)
                        : new Observed.AgentAtWork(run, true);
            case AgentRun.Finished _, AgentRun.Died _, AgentRun.Silent _ -> withoutAgent(restore, run);
        };
    }

    private Observed withoutAgent(VmRestore restore, AgentRun run) {
        return switch (restore.getSpec().mode()) {
            case NewVm -> onPool(restore, run);
            case XvaExport -> new Observed.Exporting(run, source(restore));
        };
    }

    private Observed onPool(VmRestore restore, AgentRun run) {
        return neighbours
                .hypervisorOf(restore)
                .<Observed>map(it -> new Observed.OnPool(run, source(restore), marked(restore, it)))
                .orElseGet(() -> new Observed.WithoutPool(
                        run,
                        "XenHypervisor " + target(restore)
                                + " of spec.target.hypervisorRef does not exist; create it again."));
    }

    List<VirtualMachine> marked(VmRestore restore, XenHypervisor hypervisor) {
        var uid = restore.getMetadata().getUid();
        return means.pools().call(hypervisor, pool -> pool.findVmsByMarker(MarkerKeys.RESTORE_UID, uid));
    }

    private Gate gate(VmRestore restore) {
        return switch (source(restore)) {
            case Source.Point point -> gate(restore, point);
            case Source.NotThere(var reason, var message, var forEver) ->
                forEver ? new Gate.Refused(reason, message) : new Gate.Closed(reason, message);
        };
    }

    private Gate gate(VmRestore restore, Source.Point point) {
        var namespace = restore.getMetadata().getNamespace();
        var storage = Obstacle.ofStorage(
                neighbours.storage(namespace, point.storage()), point.storage(), "the recovery point");
        if (storage.isPresent()) {
            return closed(storage.get(), VmRestoreReason.StorageNotReady);
        }
        return switch (restore.getSpec().mode()) {
            case NewVm -> gateOfPool(restore);
            case XvaExport ->
                neighbours
                        .storage(namespace, point.storage())
                        .flatMap(it -> Exports.refusal(restore.getSpec(), it))
                        .<Gate>map(why -> new Gate.Refused(VmRestoreReason.PlaintextNotAllowed, why))
                        .orElseGet(Gate.Open::new);
        };
    }

    private Gate gateOfPool(VmRestore restore) {
        var namespace = restore.getMetadata().getNamespace();
        var hypervisor = neighbours.hypervisorOf(restore);
        var obstacle = Obstacle.of(hypervisor, target(restore), "spec.target.hypervisorRef");
        if (obstacle.isPresent()) {
            return closed(obstacle.get(), VmRestoreReason.HypervisorNotReady);
        }
        var missing = Targets.missing(restore.getSpec(), hypervisor.orElseThrow());
        if (missing.isPresent()) {
            return new Gate.Refused(VmRestoreReason.TargetMissing, missing.get());
        }
        int slots = hypervisor.orElseThrow().getSpec().limits().maxConcurrentVms();
        var all = new Contenders(neighbours).ofPool(namespace, target(restore));
        return switch (Queue.turnOf(Contenders.of(restore), all, slots)) {
            case Turn.Now() -> new Gate.Open();
            case Turn.Later(var message) -> new Gate.Closed(VmRestoreReason.Queued, message);
        };
    }

    private static Gate closed(Obstacle obstacle, VmRestoreReason notReady) {
        return switch (obstacle.kind()) {
            case Missing -> new Gate.Closed(VmRestoreReason.UnknownReference, obstacle.message());
            case NotReady -> new Gate.Closed(notReady, obstacle.message());
        };
    }

    private Source source(VmRestore restore) {
        return Source.of(restore.getSpec().source(), restore.getMetadata().getNamespace(), neighbours);
    }

    private static String target(VmRestore restore) {
        return restore.getSpec().pool().orElse("");
    }
}
