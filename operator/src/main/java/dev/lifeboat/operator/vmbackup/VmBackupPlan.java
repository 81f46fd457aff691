package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.agent.AgentRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decides what follows from what is seen. Touches no client and no clock.
final class VmBackupPlan {
    private final Request request;
    private final Instant now;

    private VmBackupPlan(Request request, Instant now) {
        this.request = request;
        this.now = now;
    }

    static Step next(Request request, Observed observed, Instant now) {
        var plan = new VmBackupPlan(request, now);
        return switch (observed) {
            case Observed.Outside(var gate) -> plan.outside(gate);
            case Observed.AgentAtWork(var run, var ending) -> plan.follow(run, ending);
            case Observed.OnPool(var run, var pool) -> plan.onPool(run, pool);
            case Observed.PoolUnseen(var message) -> new Step.Wait(VmBackupReason.HypervisorNotReady, message);
            case Observed.WithoutPool(var run, var message) -> plan.withoutPool(run, message);
        };
    }

    /// Whether it is to end without a recovery point.
    private boolean cancelled() {
        return request.spec().cancel() || request.overdueAt(now);
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
            return new Aftermath(request, pool, report).finish();
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
            case AgentRun.Died died -> died(died, mine(pool));
            case AgentRun.Silent silent -> askAgain(silent);
            case AgentRun.Absent _ -> new Preparation(request, pool).next();
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
                    Optional.empty(),
                    Leftovers.NONE,
                    List.of(Warning.of(snapshotStays(message))));
        }
        var step = cancelled() ? cancelledWith(Leftovers.NONE) : undoneWithoutPool(run, message);
        return step instanceof Step.Fail fail && request.vm().isPresent()
                ? fail(fail.reason(), Text.sentence(fail.message()) + " " + snapshotStays(message), Leftovers.NONE)
                : step;
    }

    private static String snapshotStays(String message) {
        return message + " The snapshot of this backup may still be on the pool; it is removed when a XenHypervisor of"
                + " that pool is there again.";
    }

    private Step undoneWithoutPool(AgentRun run, String message) {
        return switch (run) {
            case AgentRun.Finished(FailureReport failure) -> failed(failure, Leftovers.NONE);
            case AgentRun.Finished(var other) -> unexpected(other, Leftovers.NONE);
            case AgentRun.Died died -> died(died, Leftovers.NONE);
            case AgentRun.Silent silent ->
                fail(
                        VmBackupReason.AgentFailed,
                        Text.open(silent.message()) + "; create another VmBackup.",
                        Leftovers.NONE);
            case AgentRun.Absent _ -> new Step.Wait(VmBackupReason.UnknownReference, message);
            case AgentRun.Pending _, AgentRun.Running _ -> follow(run, false);
        };
    }

    private Step died(AgentRun.Died died, Leftovers mine) {
        return fail(
                VmBackupReason.AgentFailed,
                Text.open(died.message()) + "; see kubectl logs job/" + request.agent()
                        + ", then create another VmBackup.",
                mine);
    }

    /// If the point was committed, the next agent finds it and says so.
    private static Step askAgain(AgentRun.Silent silent) {
        return new Step.AskAgain("Another agent finds out how it went: " + silent.message() + ".");
    }

    private static Step failed(FailureReport failure, Leftovers mine) {
        // An evicted pod ends like a cancelled one, but nobody asked for it.
        return failure.reason() == FailureReason.Cancelled
                ? new Step.StopAgent(
                        VmBackupReason.Transferring,
                        "The agent's pod was ended from outside; another one goes on where it stopped.")
                : fail(AgentFailures.reason(failure.reason()), failure.message(), mine);
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
                endedBy() + "; there is no recovery point.",
                ours);
    }
}
