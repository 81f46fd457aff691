package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.operator.agent.AgentRun;
import java.util.Set;

/// Decides how a deleted backup goes: first what works for it, then its data, then what it has on the
/// pool. One whose namespace goes waits for nothing.
///
/// The base that it left on the pool goes too. A later backup could build on it only while its recovery point exists;
/// the
/// next one reads all, with reason `CbtBaseMissing`.
final class DeletionPlan {
    private static final Set<FailureReason> NOTHING_THERE =
            Set.of(FailureReason.RepositoryMissing, FailureReason.PointMissing);

    private DeletionPlan() {}

    static DeletionStep next(Departure seen) {
        if (seen.namespaceGoes()) {
            return new DeletionStep.Release(seen.ours());
        }
        if (seen.agentWorks()) {
            return new DeletionStep.StopAgent();
        }
        if (seen.snapshotUnderWay()) {
            return waitFor("A snapshot of the VM is being taken; it is removed when it is there.");
        }
        if (seen.successor().isPresent()) {
            return waitFor("VmBackup " + seen.successor().get()
                    + " reads what changed since this one, which is removed after that.");
        }
        return switch (seen.policy()) {
            case Retain -> new DeletionStep.Release(seen.ours());
            case Delete -> seen.pointExists() ? deleteData(seen) : new DeletionStep.Release(seen.ours());
        };
    }

    private static DeletionStep deleteData(Departure seen) {
        if (seen.reader().isPresent()) {
            return new DeletionStep.Wait(
                    "VmRestore " + seen.reader().get() + " reads the data; it is removed after that.", true);
        }
        return switch (seen.deletion()) {
            case AgentRun.Finished(var report) -> after(report, seen);
            case AgentRun.Died(var message, var retriesLeft) ->
                retriesLeft
                        ? waitFor("Another agent removes the data: " + message)
                        : new DeletionStep.TryAgain(message);
            case AgentRun.Silent(var message) -> new DeletionStep.TryAgain(message);
            case AgentRun.Running _ -> waitFor("An agent removes the data.");
            case AgentRun.Pending(var whyNot) ->
                waitFor(whyNot.map(why -> "Waits for the agent's pod: " + why).orElse("Waits for the agent's pod."));
            case AgentRun.Absent _ ->
                seen.storage()
                        .<DeletionStep>map(obstacle -> new DeletionStep.Wait(
                                "The data cannot be removed: " + obstacle.message()
                                        + " Or set spec.deletionPolicy to Retain to leave the data where it is.",
                                true))
                        .orElseGet(DeletionStep.StartDeletion::new);
        };
    }

    private static DeletionStep after(Report report, Departure seen) {
        return switch (report) {
            case DeletionReport _ -> new DeletionStep.Release(seen.ours());
            case FailureReport failure ->
                NOTHING_THERE.contains(failure.reason())
                        ? new DeletionStep.Release(seen.ours())
                        : new DeletionStep.TryAgain(failure.message());
            default -> new DeletionStep.TryAgain("The agent gave no answer to a deletion order.");
        };
    }

    private static DeletionStep waitFor(String message) {
        return new DeletionStep.Wait(message, false);
    }
}
