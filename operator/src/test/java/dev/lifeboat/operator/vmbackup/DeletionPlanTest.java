package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.queue.Obstacle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeletionPlanTest {
    private static final AgentRun NONE = new AgentRun.Absent();
    private static final Leftovers OURS = new Leftovers(List.of(Sample.SNAPSHOT), List.of());
    private static final Optional<String> NOBODY = Optional.empty();
    private static final Optional<String> NEXT = Optional.of("web-2");
    private static final String READ = "VmBackup web-2 reads what changed since this one, which is removed after that.";
    private static final String AGAIN = "Removing the data failed and is tried again: ";
    private static final String RETAIN = " Or set spec.deletionPolicy to Retain to leave the data where it is.";
    private static final Optional<Obstacle> MISSING =
            Optional.of(new Obstacle(Obstacle.Kind.Missing, "BackupStorage bucket does not exist."));

    private static final Optional<Obstacle> CLOSED =
            Optional.of(new Obstacle(Obstacle.Kind.NotReady, "BackupStorage bucket is not ready."));

    private static AgentRun failed(FailureReason reason) {
        return new AgentRun.Finished(new FailureReport(Sample.UID, reason, "It went wrong."));
    }

    /// There is data, and a storage to remove it from.
    private static ObservedDeletion removing(AgentRun deletion) {
        return new ObservedDeletion(
                DeletionPolicy.Delete, false, false, false, OURS, NOBODY, NOBODY, true, Optional.empty(), deletion);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void next(String situation, ObservedDeletion seen, DeletionStep expected) {
        assertThat(DeletionPlan.next(seen)).isEqualTo(expected);
    }

    static Stream<Arguments> next() {
        var delete = DeletionPolicy.Delete;
        var retain = DeletionPolicy.Retain;
        return Stream.of(
                arguments(
                        "the namespace goes: nothing may hold it up",
                        new ObservedDeletion(delete, true, true, true, OURS, NOBODY, NOBODY, true, MISSING, NONE),
                        new DeletionStep.Release(OURS)),
                arguments(
                        "a snapshot is being taken that may be ours",
                        new ObservedDeletion(delete, false, false, true, OURS, NOBODY, NOBODY, false, MISSING, NONE),
                        new DeletionStep.Wait(
                                VmBackupReason.Deleting,
                                "A snapshot of the VM is being taken; it is removed when it is there.")),
                arguments(
                        "an agent reads",
                        new ObservedDeletion(
                                delete,
                                false,
                                true,
                                false,
                                Leftovers.NONE,
                                NOBODY,
                                NOBODY,
                                true,
                                Optional.empty(),
                                NONE),
                        new DeletionStep.StopAgent()),
                arguments(
                        "the data stays, what is on the pool goes",
                        new ObservedDeletion(retain, false, false, false, OURS, NOBODY, NOBODY, true, MISSING, NONE),
                        new DeletionStep.Release(OURS)),
                arguments(
                        "there never was data",
                        new ObservedDeletion(delete, false, false, false, OURS, NOBODY, NOBODY, false, MISSING, NONE),
                        new DeletionStep.Release(OURS)),
                arguments("there is data", removing(NONE), new DeletionStep.StartDeletion()),
                arguments(
                        "the storage is missing",
                        new ObservedDeletion(delete, false, false, false, OURS, NOBODY, NOBODY, true, MISSING, NONE),
                        new DeletionStep.Wait(
                                VmBackupReason.UnknownReference,
                                "The data cannot be removed: BackupStorage bucket does not exist." + RETAIN)),
                arguments(
                        "the storage is not ready",
                        new ObservedDeletion(delete, false, false, false, OURS, NOBODY, NOBODY, true, CLOSED, NONE),
                        new DeletionStep.Wait(
                                VmBackupReason.StorageNotReady,
                                "The data cannot be removed: BackupStorage bucket is not ready." + RETAIN)),
                arguments(
                        "a restore reads it",
                        new ObservedDeletion(
                                delete,
                                false,
                                false,
                                false,
                                OURS,
                                Optional.of("back"),
                                NOBODY,
                                true,
                                Optional.empty(),
                                NONE),
                        new DeletionStep.Wait(
                                VmBackupReason.InUseByRestore,
                                "VmRestore back reads the data; it is removed after that.")),
                arguments(
                        "another backup reads what changed since, and the data is to go",
                        new ObservedDeletion(delete, false, false, false, OURS, NOBODY, NEXT, true, MISSING, NONE),
                        new DeletionStep.Wait(VmBackupReason.Deleting, READ)),
                arguments(
                        "another backup reads what changed since, and the data stays",
                        new ObservedDeletion(retain, false, false, false, OURS, NOBODY, NEXT, true, MISSING, NONE),
                        new DeletionStep.Wait(VmBackupReason.Deleting, READ)),
                arguments(
                        "an agent removes it",
                        removing(new AgentRun.Running(Optional.empty())),
                        new DeletionStep.Wait(VmBackupReason.Deleting, "An agent removes the data.")),
                arguments(
                        "an agent removed it",
                        removing(new AgentRun.Finished(new DeletionReport(Sample.UID, true))),
                        new DeletionStep.Release(OURS)),
                arguments(
                        "the repository is gone as a whole",
                        removing(failed(FailureReason.RepositoryMissing)),
                        new DeletionStep.Release(OURS)),
                arguments(
                        "the storage refuses",
                        removing(failed(FailureReason.StorageNotWritable)),
                        new DeletionStep.TryAgain(
                                VmBackupReason.StorageNotWritable, AGAIN + "It went wrong." + RETAIN)),
                arguments(
                        "the agent died for good",
                        removing(new AgentRun.Died("Out of memory", false)),
                        new DeletionStep.TryAgain(VmBackupReason.AgentFailed, AGAIN + "Out of memory." + RETAIN)));
    }
}
