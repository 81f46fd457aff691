package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.queue.Obstacle;
import java.util.Set;

/// Decides how a deleted backup goes: first what works for it, then its data, then what it has on the
/// pool. One whose namespace goes waits for nothing.
///
/// The base that it left on the pool goes too. A later backup could build on it only while its recovery
/// point exists; the next one reads all, with reason `CbtBaseMissing`, or `BaseSnapshotMissing` where it compares
/// with a snapshot's data.
final class DeletionPlan {
    private static final Set<FailureReason> NOTHING_THERE =
            Set.of(FailureReason.RepositoryMissing, FailureReason.PointMissing);

    private static final String OR_LEAVE_IT = " Or set spec.deletionPolicy to Retain to leave the data where it is.";

    private DeletionPlan() {}

    static DeletionStep next(ObservedDeletion seen) {
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

    private static DeletionStep deleteData(ObservedDeletion seen) {
        if (seen.reader().isPresent()) {
            return new DeletionStep.Wait(
                    VmBackupReason.InUseByRestore,
                    "VmRestore " + seen.reader().get() + " reads the data; it is removed after that.");
        }
        return switch (seen.deletion()) {
            case AgentRun.Finished(var report) -> after(report, seen);
            case AgentRun.Died(var message, var retriesLeft) ->
                retriesLeft
                        ? waitFor("Another agent removes the data: " + message)
                        : tryAgain(VmBackupReason.AgentFailed, message);
            case AgentRun.Silent(var message) -> tryAgain(VmBackupReason.AgentFailed, message);
            case AgentRun.Running _ -> waitFor("An agent removes the data.");
            case AgentRun.Pending(var whyNot) ->
                waitFor(whyNot.map(why -> "Waits for the agent's pod: " + why).orElse("Waits for the agent's pod."));
            case AgentRun.Absent _ ->
                seen.storage()
                        .<DeletionStep>map(obstacle -> new DeletionStep.Wait(
                                reason(obstacle), "The data cannot be removed: " + obstacle.message() + OR_LEAVE_IT))
                        .orElseGet(DeletionStep.StartDeletion::new);
        };
    }

    private static DeletionStep after(Report report, ObservedDeletion seen) {
        return switch (report) {
            case DeletionReport _ -> new DeletionStep.Release(seen.ours());
            case FailureReport failure ->
                NOTHING_THERE.contains(failure.reason())
                        ? new DeletionStep.Release(seen.ours())
                        : tryAgain(AgentFailures.reason(failure.reason()), failure.message());
            default -> tryAgain(VmBackupReason.InternalError, "The agent gave no answer to a deletion order.");
        };
    }

    private static VmBackupReason reason(Obstacle storage) {
        return switch (storage.kind()) {
            case Missing -> VmBackupReason.UnknownReference;
            case NotReady -> VmBackupReason.StorageNotReady;
        };
    }

    private static DeletionStep tryAgain(VmBackupReason reason, String failure) {
        return new DeletionStep.TryAgain(
                reason, "Removing the data failed and is tried again: " + Text.sentence(failure) + OR_LEAVE_IT);
    }

    private static DeletionStep waitFor(String message) {
        return new DeletionStep.Wait(VmBackupReason.Deleting, message);
    }
}
