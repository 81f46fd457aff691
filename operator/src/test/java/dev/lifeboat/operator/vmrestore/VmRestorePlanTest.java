package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.xen.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VmRestorePlanTest {
    private static final String TEMPORARY = new TemporaryName(Restores.UID).of("web");
    private static final AgentRun NO_AGENT = new AgentRun.Absent();
    private static final AgentRun WORKING = new AgentRun.Running(Optional.empty());
    private static final Source.Point POINT = new Source.Point("bucket", Restores.VM, "point-1", Optional.of("web"));
    private static final RestoreReport FILLED =
            new RestoreReport(Restores.UID, Restores.VM, 1, 2, 3, List.of(), List.of());
    private static final VirtualMachine HALF_MADE = Restores.made(TEMPORARY);
    private static final String GONE = "XenHypervisor pool is gone.";

    private static Request request(VmRestoreSpec spec) {
        return new Request(Restores.UID, "backups/back", spec, true);
    }

    private static Observed onPool(AgentRun run, VirtualMachine... marked) {
        return new Observed.OnPool(run, POINT, List.of(marked));
    }

    private static AgentRun failed(FailureReason reason) {
        return new AgentRun.Finished(new FailureReport(Restores.UID, reason, "It went wrong."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void goesOn(String situation, Observed observed, Step expected) {
        assertThat(VmRestorePlan.next(request(Restores.spec()), observed)).isEqualTo(expected);
    }

    static Stream<Arguments> goesOn() {
        return Stream.of(
                arguments("the gate is open", new Observed.Outside(new Gate.Open()), new Step.Begin()),
                arguments(
                        "the gate is closed",
                        new Observed.Outside(new Gate.Closed(VmRestoreReason.Queued, "Waits.")),
                        new Step.Wait(VmRestoreReason.Queued, "Waits.")),
                arguments("there is no agent yet", onPool(NO_AGENT), new Step.StartAgent(POINT, "web (restored)")),
                arguments(
                        "an agent was killed half-way and its Job is gone",
                        onPool(NO_AGENT, HALF_MADE),
                        new Step.StartAgent(POINT, "web (restored)")),
                arguments(
                        "the agent works",
                        new Observed.AgentAtWork(WORKING, false),
                        new Step.Follow(Optional.empty(), "An agent fills the disks.")),
                arguments(
                        "the agent's pod waits",
                        new Observed.AgentAtWork(new AgentRun.Pending(Optional.of("no node")), false),
                        new Step.Follow(Optional.empty(), "Waits for the agent's pod: no node")),
                arguments(
                        "the agent's last pod ends",
                        new Observed.AgentAtWork(NO_AGENT, true),
                        new Step.Wait(VmRestoreReason.Transferring, "Waits for the agent's last pod to end.")),
                arguments(
                        "the VM is filled",
                        onPool(new AgentRun.Finished(FILLED), HALF_MADE),
                        new Step.Finish(FILLED, HALF_MADE, "web", false)),
                arguments(
                        "the VM is released already",
                        onPool(new AgentRun.Finished(FILLED), Restores.made("web")),
                        new Step.Finish(FILLED, Restores.made("web"), "web", false)),
                arguments(
                        "the way to the pool is lost",
                        new Observed.WithoutPool(new AgentRun.Finished(FILLED), GONE),
                        new Step.Wait(VmRestoreReason.UnknownReference, GONE)),
                arguments(
                        "the pod was evicted",
                        onPool(failed(FailureReason.Cancelled), HALF_MADE),
                        new Step.StopAgent(
                                VmRestoreReason.Transferring,
                                "The agent's pod was ended from outside; another one begins anew.")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void fails(String situation, boolean cancel, Observed observed, VmRestoreReason reason, List<UUID> leftovers) {
        assertThat(VmRestorePlan.next(request(cancel ? Restores.cancelled() : Restores.spec()), observed))
                .isInstanceOfSatisfying(Step.Fail.class, fail -> {
                    assertThat(fail.reason()).isEqualTo(reason);
                    assertThat(fail.leftovers()).isEqualTo(leftovers);
                    assertThat(fail.message()).endsWith(".");
                });
    }

    static Stream<Arguments> fails() {
        return Stream.of(
                arguments(
                        "it can never be",
                        false,
                        new Observed.Outside(new Gate.Refused(VmRestoreReason.TargetMissing, "No such SR.")),
                        VmRestoreReason.TargetMissing,
                        List.of()),
                arguments(
                        "cancelled while it waits",
                        true,
                        new Observed.Outside(new Gate.Open()),
                        VmRestoreReason.Cancelled,
                        List.of()),
                arguments(
                        "cancelled and the agent is gone",
                        true,
                        onPool(NO_AGENT, HALF_MADE),
                        VmRestoreReason.Cancelled,
                        List.of(Restores.VM)),
                arguments(
                        "cancelled before the release",
                        true,
                        onPool(new AgentRun.Finished(FILLED), HALF_MADE),
                        VmRestoreReason.Cancelled,
                        List.of(Restores.VM)),
                arguments(
                        "cancelled without a way to the pool",
                        true,
                        new Observed.WithoutPool(NO_AGENT, GONE),
                        VmRestoreReason.Cancelled,
                        List.of()),
                arguments(
                        "the agent gave up",
                        false,
                        onPool(failed(FailureReason.NetworkUnmapped), HALF_MADE),
                        VmRestoreReason.NetworkUnmapped,
                        List.of(Restores.VM)),
                arguments(
                        "the agent died for good",
                        false,
                        onPool(new AgentRun.Died("Out of memory.", false), HALF_MADE),
                        VmRestoreReason.AgentFailed,
                        List.of(Restores.VM)),
                arguments(
                        "the agent answers something else",
                        false,
                        onPool(new AgentRun.Finished(new DeletionReport(Restores.UID, true))),
                        VmRestoreReason.InternalError,
                        List.of()),
                arguments(
                        "somebody removed the filled VM",
                        false,
                        onPool(new AgentRun.Finished(FILLED)),
                        VmRestoreReason.AgentFailed,
                        List.of()),
                arguments(
                        "the Job vanished after the VM was released",
                        false,
                        onPool(NO_AGENT, Restores.made("web")),
                        VmRestoreReason.AgentFailed,
                        List.of()),
                arguments(
                        "the backup was deleted meanwhile",
                        false,
                        new Observed.OnPool(
                                NO_AGENT,
                                new Source.NotThere(VmRestoreReason.PointMissing, "It is being deleted.", true),
                                List.of()),
                        VmRestoreReason.PointMissing,
                        List.of()));
    }

    @Test
    void aReleasedVmStaysEvenIfACancelComesThen() {
        var step = VmRestorePlan.next(
                request(Restores.cancelled()), onPool(new AgentRun.Finished(FILLED), Restores.made("web")));
        assertThat(step).isEqualTo(new Step.Finish(FILLED, Restores.made("web"), "web", false));
    }

    @Test
    void aRunningAgentIsStoppedBeforeAnythingIsTakenAway() {
        assertThat(VmRestorePlan.next(request(Restores.cancelled()), new Observed.AgentAtWork(WORKING, false)))
                .isEqualTo(new Step.StopAgent(VmRestoreReason.Cancelling, "The agent was told to stop."));
    }

    @Test
    void theNameIsTheOneThatIsAskedFor() {
        assertThat(VmRestorePlan.next(request(Restores.named("web-copy")), onPool(NO_AGENT)))
                .isEqualTo(new Step.StartAgent(POINT, "web-copy"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "PoolUnreachable, PoolUnreachable",
        "PermissionDenied, CredentialsRejected",
        "StorageFull, StorageUnavailable",
        "RepositoryMissing, PointMissing",
        "TargetFull, TargetFull",
        "TargetExists, TargetExists",
        "DiskWriteFailed, AgentFailed",
    })
    void whatAnAgentSaysBecomesAReasonOfTheRestore(FailureReason said, VmRestoreReason reason) {
        assertThat(VmRestorePlan.next(request(Restores.spec()), onPool(failed(said), HALF_MADE)))
                .isInstanceOfSatisfying(
                        Step.Fail.class, fail -> assertThat(fail.reason()).isEqualTo(reason));
    }
}
