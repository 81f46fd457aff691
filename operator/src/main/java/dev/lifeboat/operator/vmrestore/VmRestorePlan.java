package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.ExportReport;
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

/// Decides what follows from what is seen. Touches no client and no clock.
final class VmRestorePlan {
    private final Request request;

    private VmRestorePlan(Request request) {
        this.request = request;
    }

    static Step next(Request request, Observed observed) {
        var plan = new VmRestorePlan(request);
        return switch (observed) {
            case Observed.Outside(var gate) -> plan.outside(gate);
            case Observed.AgentAtWork(var run, var ending) -> plan.follow(run, ending);
            case Observed.OnPool(var run, var source, var marked) -> plan.onPool(run, source, marked);
            case Observed.Exporting(var run, var source) -> plan.exporting(run, source);
            case Observed.WithoutPool(var run, var message) -> plan.withoutPool(run, message);
        };
    }

    /// What an agent does.
    private String work() {
        return switch (request.spec().mode()) {
            case NewVm -> "fills the disks";
            case XvaExport -> "writes the XVA";
        };
    }

    private boolean cancelled() {
        return request.spec().cancel();
    }

    private Step outside(Gate gate) {
        if (cancelled()) {
            return cancelledWith(List.of());
        }
        return switch (gate) {
            case Gate.Open() -> new Step.Begin();
            case Gate.Closed(var reason, var message) -> new Step.Wait(reason, message);
            case Gate.Refused(var reason, var message) -> new Step.Fail(reason, message, List.of());
        };
    }

    private Step follow(AgentRun run, boolean ending) {
        if (cancelled()) {
            return new Step.StopAgent(VmRestoreReason.Cancelling, "The agent was told to stop.");
        }
        if (ending) {
            return new Step.Wait(VmRestoreReason.Transferring, "Waits for the agent's last pod to end.");
        }
        return switch (run) {
            case AgentRun.Running(var progress) -> new Step.Follow(progress, "An agent " + work() + ".");
            case AgentRun.Pending(var whyNot) ->
                new Step.Follow(
                        Optional.empty(),
                        whyNot.map(why -> "Waits for the agent's pod: " + why).orElse("Waits for the agent's pod."));
            case AgentRun.Died died ->
                new Step.Follow(Optional.empty(), "An agent ended and another one begins anew: " + died.message());
            case AgentRun.Absent _, AgentRun.Finished _, AgentRun.Silent _ ->
                new Step.Follow(Optional.empty(), "An agent " + work() + ".");
        };
    }

    private Step onPool(AgentRun run, Source source, List<VirtualMachine> marked) {
        if (run instanceof AgentRun.Finished(RestoreReport report)) {
            return filled(report, marked);
        }
        return cancelled() ? cancelledWith(leftovers(marked)) : unfinished(run, source, marked);
    }

    /// A cancel comes too late once the object is there.
    private Step exporting(AgentRun run, Source source) {
        if (run instanceof AgentRun.Finished(ExportReport report)) {
            return new Step.Exported(report, source);
        }
        return cancelled() ? cancelledWith(List.of()) : unfinished(run, source, List.of());
    }

    private Step unfinished(AgentRun run, Source source, List<VirtualMachine> marked) {
        return switch (run) {
            case AgentRun.Finished(FailureReport failure) -> failed(failure, leftovers(marked));
            case AgentRun.Finished(var other) ->
                new Step.Fail(
                        VmRestoreReason.InternalError,
                        "The agent answered with a " + other.getClass().getSimpleName()
                                + ", which is no answer to its order. Operator and agent may be of different"
                                + " versions.",
                        leftovers(marked));
            case AgentRun.Died died -> new Step.Fail(VmRestoreReason.AgentFailed, died.message(), leftovers(marked));
            case AgentRun.Silent silent ->
                new Step.AskAgain("Another agent " + work() + " anew: " + silent.message() + ".");
            case AgentRun.Absent _ -> start(source, marked);
            case AgentRun.Pending _, AgentRun.Running _ -> follow(run, false);
        };
    }

    private Step start(Source source, List<VirtualMachine> marked) {
        var foreign = marked.stream()
                .filter(vm -> !request.temporaryName().isOn(vm.name()))
                .findFirst();
        if (foreign.isPresent()) {
            return new Step.Fail(
                    VmRestoreReason.AgentFailed,
                    "The agent's Job is gone, and VM '" + foreign.get().name() + "' ("
                            + foreign.get().uuid()
                            + ") came of this restore or of a clone of it. It is left alone; check it, or delete it"
                            + " and create another VmRestore.",
                    leftovers(marked));
        }
        return switch (source) {
            case Source.Point point -> start(point);
            case Source.NotThere(var reason, var message, var forEver) ->
                forEver ? new Step.Fail(reason, message, leftovers(marked)) : new Step.Wait(reason, message);
        };
    }

    private Step start(Source.Point point) {
        return switch (request.spec().mode()) {
            case NewVm -> new Step.StartAgent(point, finalName(point));
            case XvaExport -> new Step.StartExport(point);
        };
    }

    private String finalName(Source.Point point) {
        return Optional.ofNullable(request.spec().target())
                .map(VmRestoreSpec.Target::name)
                .orElseGet(() -> point.vmName().orElse("VM " + point.vm()) + " (restored)");
    }

    /// A cancel comes too late once the VM has its name.
    private Step filled(RestoreReport report, List<VirtualMachine> marked) {
        var made =
                marked.stream().filter(vm -> vm.uuid().equals(report.vmUuid())).findFirst();
        if (made.isEmpty()) {
            return cancelled()
                    ? cancelledWith(leftovers(marked))
                    : new Step.Fail(
                            VmRestoreReason.AgentFailed,
                            "VM " + report.vmUuid() + " was filled and then removed from the pool by somebody. Create"
                                    + " another VmRestore.",
                            leftovers(marked));
        }
        var vm = made.get();
        return cancelled() && request.temporaryName().isOn(vm.name())
                ? cancelledWith(leftovers(marked))
                : new Step.Finish(
                        report,
                        vm,
                        request.temporaryName().finalName(vm.name()),
                        request.spec().powerOn());
    }

    private Step withoutPool(AgentRun run, String message) {
        if (cancelled()) {
            return new Step.Fail(
                    VmRestoreReason.Cancelled,
                    "Cancelled by spec.cancel. " + message + " A VM that was being filled may still be on the pool.",
                    List.of());
        }
        return switch (run) {
            case AgentRun.Finished(FailureReport failure) -> failed(failure, List.of());
            case AgentRun.Died died -> new Step.Fail(VmRestoreReason.AgentFailed, died.message(), List.of());
            case AgentRun.Silent silent -> new Step.Fail(VmRestoreReason.AgentFailed, silent.message(), List.of());
            case AgentRun.Finished _, AgentRun.Absent _ -> new Step.Wait(VmRestoreReason.UnknownReference, message);
            case AgentRun.Pending _, AgentRun.Running _ -> follow(run, false);
        };
    }

    private static Step failed(FailureReport failure, List<UUID> leftovers) {
        // An evicted pod ends like a cancelled one, but nobody asked for it.
        return failure.reason() == FailureReason.Cancelled
                ? new Step.StopAgent(
                        VmRestoreReason.Transferring,
                        "The agent's pod was ended from outside; another one begins anew.")
                : new Step.Fail(reason(failure.reason()), failure.message(), leftovers);
    }

    static VmRestoreReason reason(FailureReason reason) {
        return switch (reason) {
            case PoolUnreachable, CertificateNotTrusted -> VmRestoreReason.PoolUnreachable;
            case CredentialsRejected, PermissionDenied -> VmRestoreReason.CredentialsRejected;
            case TargetFull -> VmRestoreReason.TargetFull;
            case TargetExists -> VmRestoreReason.TargetExists;
            case TargetMissing -> VmRestoreReason.TargetMissing;
            case NetworkUnmapped -> VmRestoreReason.NetworkUnmapped;
            case StorageUnreachable, StorageCredentialsRejected, StorageFull, StorageNotWritable ->
                VmRestoreReason.StorageUnavailable;
            case RepositoryKeyRejected -> VmRestoreReason.StorageNotReady;
            case RepositoryMissing, PointMissing -> VmRestoreReason.PointMissing;
            case RepositoryUnsupported, RepositoryDamaged -> VmRestoreReason.RepositoryDamaged;
            case Cancelled -> VmRestoreReason.Cancelled;
            case InvalidOrder, InternalError -> VmRestoreReason.InternalError;
            case Stalled, SnapshotGone, NbdUnavailable, CbtUnavailable, DiskReadFailed, DiskWriteFailed ->
                VmRestoreReason.AgentFailed;
        };
    }

    private List<UUID> leftovers(List<VirtualMachine> marked) {
        return marked.stream()
                .filter(vm -> request.temporaryName().isOn(vm.name()))
                .map(VirtualMachine::uuid)
                .toList();
    }

    private static Step cancelledWith(List<UUID> leftovers) {
        return new Step.Fail(VmRestoreReason.Cancelled, "Cancelled by spec.cancel; nothing of it was kept.", leftovers);
    }
}
