package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.Originator;
import dev.lifeboat.operator.access.StorageLocation;
import dev.lifeboat.operator.access.Transfers;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Does the one step that was decided on, and says how the restore stands then.
final class VmRestoreSteps {
    /// Whose turn it is has no event of its own.
    private static final Duration QUEUE_PERIOD = Duration.ofSeconds(5);
    /// A pod that was told to stop, or one between two states, wakes us through its Job at best.
    private static final Duration AGENT_PERIOD = Duration.ofSeconds(2);

    private final Neighbours neighbours;
    private final Means means;

    VmRestoreSteps(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    Done perform(VmRestore restore, Step step, Attempt attempt) {
        var draft = new StatusDraft(restore, means.clock());
        return switch (step) {
            case Step.Wait(var reason, var message) -> Done.lookAgain(draft.running(reason, message), QUEUE_PERIOD);
            case Step.Begin() ->
                Done.goOn(draft.started().running(VmRestoreReason.Transferring, "An agent is started."));
            case Step.StartAgent start -> startAgent(restore, start, draft);
            case Step.StartExport(var point) -> startExport(restore, point, draft);
            case Step.Follow(var progress, var message) -> {
                progress.ifPresent(draft::progressed);
                yield Done.lookAgain(
                        draft.running(VmRestoreReason.Transferring, message),
                        progress.isPresent() ? ProgressText.PERIOD : AGENT_PERIOD);
            }
            case Step.StopAgent(var reason, var message) -> {
                means.agents().stop(restore.getMetadata().getNamespace(), VmRestoreObserver.agent(restore));
                yield Done.lookAgain(draft.running(reason, message), AGENT_PERIOD);
            }
            case Step.AskAgain(var message) -> {
                means.agents().forgetSilent(restore.getMetadata().getNamespace(), VmRestoreObserver.agent(restore));
                yield Done.lookAgain(draft.running(VmRestoreReason.Transferring, message), AGENT_PERIOD);
            }
            case Step.Finish finish -> finish(restore, finish, draft, attempt);
            case Step.Exported(var report, var source) -> exported(restore, report, source, draft);
            case Step.Fail fail -> fail(restore, fail, draft, attempt);
        };
    }

    private Done startAgent(VmRestore restore, Step.StartAgent step, StatusDraft draft) {
        var request = Request.of(restore);
        var hypervisor = hypervisor(restore);
        var storage = storage(restore, step.point())
                .orElseThrow(() -> gone("BackupStorage", step.point().storage()));
        var order = new RestoreOrders(
                        means.namespaces().uid(restore.getMetadata().getNamespace()))
                .of(
                        request,
                        step,
                        means.access().pool().apply(hypervisor, originator(restore)),
                        means.access().repository().apply(storage),
                        Transfers.of(hypervisor, OnUnavailable.FallBack, OnUnavailable.FallBack));
        means.agents()
                .start(new AgentOrder(
                        restore, VmRestoreObserver.agent(restore), order, Optional.of(hypervisor), storage));
        return Done.lookAgain(draft.running(VmRestoreReason.Transferring, "An agent was started."), AGENT_PERIOD);
    }

    private Done startExport(VmRestore restore, Source.Point point, StatusDraft draft) {
        var storage = storage(restore, point).orElseThrow(() -> gone("BackupStorage", point.storage()));
        var order = Exports.order(
                Request.of(restore), point, means.access().repository().apply(storage));
        means.agents()
                .start(new AgentOrder(restore, VmRestoreObserver.agent(restore), order, Optional.empty(), storage));
        return Done.lookAgain(draft.running(VmRestoreReason.Transferring, "An agent was started."), AGENT_PERIOD);
    }

    private Optional<BackupStorage> storage(VmRestore restore, Source.Point point) {
        return neighbours.storage(restore.getMetadata().getNamespace(), point.storage());
    }

    private Done exported(VmRestore restore, ExportReport report, Source source, StatusDraft draft) {
        var storage = source instanceof Source.Point point ? storage(restore, point) : Optional.<BackupStorage>empty();
        var location = storage.map(it -> StorageLocation.of(it, report.key()));
        var warning = storage.flatMap(Exports::warning);
        draft.exported(report, location, warning);
        var without = disksWithout(report.missing());
        return Done.finished(
                draft.complete("The XVA is at " + location.orElse(report.key()) + ": "
                        + new ByteSize(report.bytes()).text() + " written in "
                        + Figures.duration(Duration.ofSeconds(report.seconds())) + "."
                        + without.map(text -> " " + text).orElse("")),
                Stream.concat(warning.map(text -> text + ".").stream(), without.stream())
                        .reduce((first, second) -> first + " " + second));
    }

    private Originator originator(VmRestore restore) {
        return Originator.ofAgent(
                means.namespaces().uid(restore.getMetadata().getNamespace()),
                restore.getMetadata().getUid());
    }

    private Done finish(VmRestore restore, Step.Finish step, StatusDraft draft, Attempt attempt) {
        draft.reported(step.report(), step.finalName());
        if (attempt == Attempt.First && !draft.says(VmRestoreReason.Finalizing)) {
            return Done.goOn(draft.running(VmRestoreReason.Finalizing, "The disks are filled; the VM is released."));
        }
        var notStarted = means.pools()
                .call(
                        hypervisor(restore),
                        pool -> new Vms(pool, attempt).release(step.vm(), step.finalName(), step.powerOn()));
        return Done.finished(
                draft.complete(notStarted.orElseGet(() -> summary(step))), notStarted.or(() -> without(step.report())));
    }

    private static String summary(Step.Finish step) {
        return "VM '" + step.finalName() + "' is restored: "
                + new ByteSize(step.report().writtenBytes()).text() + " written in "
                + Figures.duration(Duration.ofSeconds(step.report().seconds())) + "."
                + without(step.report()).map(text -> " " + text).orElse("");
    }

    /// What the VM was backed up without, and what this pool cannot give it.
    private static Optional<String> without(RestoreReport report) {
        var sentences = Stream.concat(
                        disksWithout(report.missing()).stream(),
                        report.caveats().stream().map(caveat -> caveat + "."))
                .toList();
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
    }

    private static Optional<String> disksWithout(List<ExcludedDisk> missing) {
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("The recovery point does without "
                        + missing.stream()
                                .map(disk -> "disk " + disk.device() + " ('" + disk.name() + "', "
                                        + new ByteSize(disk.sizeBytes()).text() + ", left out because " + disk.reason()
                                        + ")")
                                .collect(Collectors.joining(", "))
                        + ", and so does the VM.");
    }

    private Done fail(VmRestore restore, Step.Fail step, StatusDraft draft, Attempt attempt) {
        var stuck = step.leftovers().isEmpty()
                ? List.<String>of()
                : means.pools().call(hypervisor(restore), pool -> new Vms(pool, attempt).destroy(step.leftovers()));
        return Done.finished(
                draft.failed(step.reason(), step.message()), stuck.stream().findFirst());
    }

    private XenHypervisor hypervisor(VmRestore restore) {
        return neighbours
                .hypervisorOf(restore)
                .orElseThrow(
                        () -> gone("XenHypervisor", restore.getSpec().pool().orElse("")));
    }

    /// The next pass sees that it is gone and says so.
    private static Problem gone(String kind, String name) {
        return new Problem.Unavailable(
                VmRestoreReason.UnknownReference, kind + " " + name + " was deleted a moment ago; create it again.");
    }
}
