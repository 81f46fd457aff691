package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.Originator;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.figures.Figures;
import dev.lifeboat.operator.figures.ProgressText;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.ByteSize;
import dev.lifeboat.operator.status.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Does the one step that was decided on, and says how the backup stands then.
final class VmBackupSteps {
    /// Whose turn it is has no event of its own.
    private static final Duration QUEUE_PERIOD = Duration.ofSeconds(5);
    /// Looking at all disks of a pool takes a while, and storage takes longer to change.
    private static final Duration STORAGE_PERIOD = Duration.ofSeconds(30);
    /// A pod that was told to stop, or one between two states, wakes us through its Job at best.
    private static final Duration AGENT_PERIOD = Duration.ofSeconds(2);

    private final Neighbours neighbours;
    private final Means means;

    VmBackupSteps(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    /// @param attempt on the last one, a failure that may pass counts as final
    Done perform(VmBackup backup, Step step, Attempt attempt) {
        var draft = new StatusDraft(backup, means.clock());
        return switch (step) {
            case Step.Wait(var reason, var message) -> Done.lookAgain(draft.running(reason, message), period(reason));
            case Step.Begin() ->
                Done.goOn(draft.started().running(VmBackupReason.Preparing, "Looks for the VM in the pool."));
            case Step.Identify(var vm, var pool) ->
                Done.goOn(draft.identified(vm, pool)
                        .running(VmBackupReason.Snapshotting, "Takes a snapshot of VM '" + vm.name() + "'."));
            case Step.TakeSnapshot take -> takeSnapshot(backup, take, draft, attempt);
            case Step.StartAgent start -> startAgent(backup, start, draft);
            case Step.Follow(var progress, var message) -> {
                progress.ifPresent(draft::progressed);
                yield Done.lookAgain(
                        draft.running(VmBackupReason.Transferring, message),
                        progress.isPresent() ? ProgressText.PERIOD : AGENT_PERIOD);
            }
            case Step.StopAgent(var reason, var message) -> {
                means.agents().stop(backup.getMetadata().getNamespace(), BackupAgents.reading(backup));
                yield Done.lookAgain(draft.running(reason, message), AGENT_PERIOD);
            }
            case Step.AskAgain(var message) -> {
                means.agents().forgetSilent(backup.getMetadata().getNamespace(), BackupAgents.reading(backup));
                yield Done.lookAgain(draft.running(VmBackupReason.Transferring, message), AGENT_PERIOD);
            }
            case Step.Finish finish -> finish(backup, finish, draft, attempt);
            case Step.Fail fail -> fail(backup, fail, draft, attempt);
        };
    }

    private static Duration period(VmBackupReason reason) {
        return reason == VmBackupReason.SrFull || reason == VmBackupReason.VdiChainUnhealthy
                ? STORAGE_PERIOD
                : QUEUE_PERIOD;
    }

    private Done takeSnapshot(VmBackup backup, Step.TakeSnapshot step, StatusDraft draft, Attempt attempt) {
        if (attempt == Attempt.First && !draft.says(VmBackupReason.Snapshotting)) {
            return Done.goOn(draft.running(
                    VmBackupReason.Snapshotting,
                    "Takes a snapshot of VM '" + step.vm().name() + "'."));
        }
        try {
            var taken = means.pools()
                    .call(
                            hypervisor(backup),
                            pool -> new Snapshots(means.namespaces()
                                            .uid(backup.getMetadata().getNamespace()))
                                    .take(
                                            pool,
                                            Request.of(backup),
                                            step,
                                            neighbours.storageOf(backup).flatMap(PoolObserver::repositoryId),
                                            attempt));
            return Done.goOn(draft.snapshotTaken(taken)
                    .excluded(step.excluded().forStatus())
                    .running(VmBackupReason.Snapshotting, "The snapshot is taken; an agent is started."));
        } catch (Problem.InvalidRequest refused) {
            if (refused.reason() instanceof VmBackupReason reason) {
                return Done.finished(draft.failed(reason, refused.sentence()), List.of());
            }
            throw refused;
        }
    }

    private Done startAgent(VmBackup backup, Step.StartAgent step, StatusDraft draft) {
        var request = Request.of(backup);
        var hypervisor = hypervisor(backup);
        var storage = neighbours
                .storageOf(backup)
                .orElseThrow(() ->
                        gone("BackupStorage", backup.getSpec().storageRef().name()));
        var order = BackupOrders.of(
                request,
                step,
                means.access().pool().apply(hypervisor, originator(backup)),
                means.access().repository().apply(storage),
                BackupOrders.transfer(request, hypervisor, step.pool()));
        means.agents()
                .start(new AgentOrder(backup, BackupAgents.reading(backup), order, Optional.of(hypervisor), storage));
        return Done.lookAgain(
                draft.snapshotTaken(step.snapshot())
                        .excluded(step.excluded())
                        .ordered(
                                step.disks(),
                                step.strategy(),
                                ReachedConsistency.of(step.snapshot()).consistency())
                        .running(VmBackupReason.Transferring, "An agent was started."),
                AGENT_PERIOD);
    }

    private Originator originator(VmBackup backup) {
        return Originator.ofAgent(
                means.namespaces().uid(backup.getMetadata().getNamespace()),
                backup.getMetadata().getUid());
    }

    private Done finish(VmBackup backup, Step.Finish step, StatusDraft draft, Attempt attempt) {
        draft.reported(step.report());
        if (attempt == Attempt.First && !draft.says(VmBackupReason.Finalizing)) {
            return Done.goOn(draft.running(
                    VmBackupReason.Finalizing, "The recovery point is committed; the pool is tidied up."));
        }
        var stuck = tidy(backup, step, attempt);
        var warnings = Stream.concat(step.warnings().stream(), stuck.stream().map(Warning::of))
                .toList();
        step.leaves().ifPresent(kind -> draft.snapshotNow(kind, step.base()));
        return Done.finished(draft.warned(warnings).complete(summary(step)), warnings);
    }

    private List<String> tidy(VmBackup backup, Step.Finish step, Attempt attempt) {
        if (step.snapshot().isEmpty() && step.reduce().isEmpty() && step.older().isEmpty()) {
            return List.of();
        }
        return means.pools().call(hypervisor(backup), pool -> {
            var removal = new Removal(pool, attempt);
            step.snapshot().ifPresent(removal::settle);
            removal.reduce(step.reduce());
            removal.remove(step.older());
            return removal.stuck();
        });
    }

    private static String summary(Step.Finish step) {
        var totals = step.report().totals();
        return "Read " + new ByteSize(totals.readBytes()).text() + " of "
                + new ByteSize(totals.logicalBytes()).text() + ", stored "
                + new ByteSize(totals.storedBytes()).text() + ", in "
                + Figures.duration(Duration.ofSeconds(step.report().seconds())) + ".";
    }

    private Done fail(VmBackup backup, Step.Fail step, StatusDraft draft, Attempt attempt) {
        if (step.ours().isEmpty()) {
            return Done.finished(draft.failed(step.reason(), step.message()), List.of());
        }
        var stuck = means.pools().call(hypervisor(backup), pool -> {
            var removal = new Removal(pool, attempt);
            removal.remove(step.ours());
            return removal.stuck();
        });
        draft.snapshotNow(stuck.isEmpty() ? SnapshotStatus.Kind.None : SnapshotStatus.Kind.Data, Optional.empty());
        var warnings = stuck.stream().map(it -> new Warning(step.reason(), it)).toList();
        var message = stuck.isEmpty()
                ? step.message()
                : Text.sentence(step.message()) + " Part of it is still on the pool; see status.warnings.";
        return Done.finished(draft.warned(warnings).failed(step.reason(), message), warnings);
    }

    private XenHypervisor hypervisor(VmBackup backup) {
        return neighbours
                .hypervisorOf(backup)
                .orElseThrow(() -> gone(
                        "XenHypervisor",
                        backup.getSpec().source().hypervisorRef().name()));
    }

    /// The next pass sees that it is gone and says so.
    private static Problem gone(String kind, String name) {
        return new Problem.Unavailable(
                VmBackupReason.UnknownReference, kind + " " + name + " was deleted a moment ago; create it again.");
    }
}
