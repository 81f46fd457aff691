package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.operator.backuppolicy.SchedulePlan.Readiness;
import dev.lifeboat.operator.selection.DiskSelection;
import dev.lifeboat.operator.selection.InvalidSelectorException;
import dev.lifeboat.operator.selection.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides which runs a policy starts now and how it stands.
final class BackupPolicyPlan {
    private final BackupPolicy policy;
    private final BackupPolicySpec spec;
    private final Optional<BackupPolicyStatus> known;
    private final Observed observed;
    private final List<Finding> findings = new ArrayList<>();

    private BackupPolicyPlan(BackupPolicy policy, Observed observed) {
        this.policy = policy;
        this.spec = policy.getSpec();
        this.known = Optional.ofNullable(policy.getStatus());
        this.observed = observed;
    }

    /// Something that keeps a policy from being ready.
    record Finding(BackupPolicyReason reason, String message) {}

    /// @param findings          the weightiest first; none if all is well
    /// @param handledRunRequest as the status is to say
    /// @param wakeAt            when the next schedule fires
    record Decision(
            List<Run> runs,
            List<Candidate> selected,
            List<Finding> findings,
            List<BackupPolicyStatus.ScheduleStatus> schedules,
            Optional<String> handledRunRequest,
            Optional<Instant> wakeAt) {}

    static Decision next(BackupPolicy policy, Observed observed) {
        return new BackupPolicyPlan(policy, observed).decide();
    }

    private Decision decide() {
        var selected = select();
        var readiness = readiness(selected);
        var due = new ArrayList<Occasion>();
        var schedules = new ArrayList<BackupPolicyStatus.ScheduleStatus>();
        for (var schedule : orNone(spec.schedules())) {
            decide(schedule, readiness).ifPresent(decision -> {
                schedules.add(decision.status());
                decision.fire()
                        .ifPresent(time -> due.add(
                                new Occasion(new Occasion.Trigger.Schedule(schedule.name()), time, schedule.type())));
            });
        }
        var requested = request(readiness);
        var lastRun = known.map(BackupPolicyStatus::lastRunTime);
        requested.ifPresent(text -> due.add(
                new Occasion(new Occasion.Trigger.Request(text, lastRun), observed.now(), requestedType(text))));
        findWhatIsMissing(selected);
        return new Decision(
                runs(due, selected.orElse(List.of())),
                selected.orElse(List.of()),
                findings.stream()
                        .sorted(Comparator.comparingInt(BackupPolicyPlan::weight))
                        .toList(),
                schedules,
                requested.or(() -> known.map(BackupPolicyStatus::lastHandledRunRequest)),
                schedules.stream()
                        .map(BackupPolicyStatus.ScheduleStatus::nextTime)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder()));
    }

    /// Empty when the selector cannot be understood.
    private Optional<List<Candidate>> select() {
        try {
            DiskSelection.of(spec.disks());
            var selection = Selection.of(spec.selector());
            return Optional.of(observed.candidates().stream()
                    .filter(candidate -> selection.selects(candidate.vm()))
                    .sorted(Comparator.comparing((Candidate it) -> it.vm().name())
                            .thenComparing(Candidate::uuid))
                    .toList());
        } catch (InvalidSelectorException e) {
            findings.add(new Finding(BackupPolicyReason.InvalidSelector, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private Readiness readiness(Optional<List<Candidate>> selected) {
        if (spec.suspend()) {
            return Readiness.Suspended;
        }
        return selected.isPresent() && observed.inventories() > 0 && observed.storageKnown()
                ? Readiness.Able
                : Readiness.NotYet;
    }

    /// A schedule that cannot be understood is reported and left out; the others go on.
    private Optional<SchedulePlan.Decision> decide(BackupPolicySpec.Schedule schedule, Readiness readiness) {
        var knownSchedule = known.map(BackupPolicyStatus::schedules).orElse(List.of()).stream()
                .filter(status -> status.name().equals(schedule.name()))
                .findFirst();
        try {
            return Optional.of(
                    SchedulePlan.next(schedule, CronSchedule.of(schedule), knownSchedule, observed.now(), readiness));
        } catch (InvalidScheduleException e) {
            findings.add(new Finding(e.reason(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private Optional<String> request(Readiness readiness) {
        return readiness == Readiness.Able
                ? Optional.ofNullable(spec.runRequest())
                        .filter(text -> known.map(BackupPolicyStatus::lastHandledRunRequest)
                                .filter(text::equals)
                                .isEmpty())
                : Optional.empty();
    }

    private static BackupType requestedType(String request) {
        return request.startsWith("full:") ? BackupType.Full : BackupType.Auto;
    }

    /// Of runs that are due together the first backs a VM up; one that reads all goes first, since it does what the
    /// others would do too.
    private List<Run> runs(List<Occasion> due, List<Candidate> selected) {
        var runs = new ArrayList<Run>();
        due.stream()
                .sorted(Comparator.comparing(occasion -> occasion.type() != BackupType.Full))
                .forEach(occasion -> runs.add(run(occasion, selected, runs)));
        return runs;
    }

    private Run run(Occasion occasion, List<Candidate> selected, List<Run> earlier) {
        var unfinished = observed.backups().stream()
                .filter(Predicate.not(BackupCount::finished))
                .collect(Collectors.groupingBy(
                        backup -> String.valueOf(backup.getSpec().source().vmUUID())));
        var vms = new ArrayList<Candidate>();
        var skipped = new ArrayList<Run.Skipped>();
        for (var vm : selected) {
            unfinished.getOrDefault(vm.uuid(), List.of()).stream()
                    .filter(backup -> !occasion.made(backup, vm, policy))
                    .map(backup -> backup.getMetadata().getName())
                    .findFirst()
                    .or(() -> startedBy(earlier, vm))
                    .ifPresentOrElse(running -> skipped.add(new Run.Skipped(vm, running)), () -> vms.add(vm));
        }
        return new Run(occasion, vms, skipped);
    }

    private Optional<String> startedBy(List<Run> earlier, Candidate vm) {
        return earlier.stream()
                .filter(run -> run.vms().contains(vm))
                .map(run -> run.occasion().nameOf(vm, policy))
                .findFirst();
    }

    private void findWhatIsMissing(Optional<List<Candidate>> selected) {
        observed.unknown().ifPresent(text -> findings.add(new Finding(BackupPolicyReason.UnknownReference, text)));
        if (spec.suspend()) {
            findings.add(new Finding(
                    BackupPolicyReason.Suspended,
                    "spec.suspend is true: no schedule starts anything, and runs that fall due are left out; a run"
                            + " request waits. Set spec.suspend to false to go on"));
        }
        observed.waiting().ifPresent(text -> findings.add(new Finding(BackupPolicyReason.DependencyNotReady, text)));
        if (observed.inventories() > 0 && selected.filter(List::isEmpty).isPresent()) {
            findings.add(new Finding(
                    BackupPolicyReason.NothingSelected,
                    "spec.selector selects none of the " + observed.candidates().size()
                            + " VMs; check names and tags, which are case sensitive: kubectl get xvm --show-labels"));
        }
    }

    /// What the user has to mend comes before what passes.
    private static int weight(Finding finding) {
        return switch (finding.reason()) {
            case InvalidSelector -> 0;
            case InvalidCron -> 1;
            case InvalidTimeZone -> 2;
            case UnknownReference -> 3;
            case Suspended -> 4;
            case DependencyNotReady -> 5;
            case NothingSelected -> 6;
            case InternalError, Active, BackupStillRunning, BackupRefused -> 7;
        };
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
