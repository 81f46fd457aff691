package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.operator.selection.DiskSelection;
import dev.lifeboat.operator.status.ConditionsBuilder;
import dev.lifeboat.operator.status.Verdict;
import dev.lifeboat.xen.VmDisk;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The whole status of a BackupPolicy.
final class PolicyStatus {
    private static final int LISTED_VMS = 200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);

    private final BackupPolicy policy;
    private final Clock clock;

    PolicyStatus(BackupPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    BackupPolicyStatus decided(BackupPolicyPlan.Decision decision, Observed observed) {
        var known = Optional.ofNullable(policy.getStatus()).filter(_ -> observed.inventories() == 0);
        return new BackupPolicyStatus(
                policy.getMetadata().getGeneration(),
                phase(decision),
                conditions(decision),
                known.map(BackupPolicyStatus::selected).orElseGet(() -> selected(decision)),
                known.map(BackupPolicyStatus::selectedVms).orElseGet(() -> selectedVms(decision)),
                decision.schedules(),
                schedulesText(policy.getSpec()),
                decision.wakeAt().map(TIME::format).orElse(null),
                lastRun(decision, observed.now()).orElse(null),
                decision.handledRunRequest().orElse(null),
                BackupCount.of(observed.backups()));
    }

    private static List<BackupPolicyStatus.SelectedVm> selectedVms(BackupPolicyPlan.Decision decision) {
        return decision.selected().stream()
                .limit(LISTED_VMS)
                .map(it -> new BackupPolicyStatus.SelectedVm(it.vm().name(), it.uuid(), it.hypervisor()))
                .toList();
    }

    /// All that was known stays, above all which run requests are done.
    BackupPolicyStatus failed(Verdict verdict) {
        var known = Optional.ofNullable(policy.getStatus());
        return new BackupPolicyStatus(
                policy.getMetadata().getGeneration(),
                BackupPolicyStatus.Phase.Degraded,
                builder()
                        .with(Conditions.READY, verdict.conditionStatus(), verdict.reason(), verdict.message())
                        .build(),
                known.map(BackupPolicyStatus::selected).orElse(null),
                known.map(BackupPolicyStatus::selectedVms).orElse(null),
                known.map(BackupPolicyStatus::schedules).orElse(null),
                known.map(BackupPolicyStatus::schedulesText).orElse(null),
                known.map(BackupPolicyStatus::nextRunText).orElse(null),
                known.map(BackupPolicyStatus::lastRunTime).orElse(null),
                known.map(BackupPolicyStatus::lastHandledRunRequest).orElse(null),
                known.map(BackupPolicyStatus::backups).orElse(null));
    }

    private List<Condition> conditions(BackupPolicyPlan.Decision decision) {
        if (!decision.findings().isEmpty()) {
            var weightiest = decision.findings().getFirst();
            return builder()
                    .isFalse(Conditions.READY, weightiest.reason(), weightiest.message())
                    .build();
        }
        var next = decision.wakeAt()
                .map(time -> "the next run is at " + TIME.format(time))
                .orElse("a run starts when spec.runRequest changes");
        return builder()
                .isTrue(
                        Conditions.READY,
                        BackupPolicyReason.Active,
                        decision.selected().size() + " VMs are selected; " + next)
                .build();
    }

    private ConditionsBuilder builder() {
        var status = policy.getStatus();
        return new ConditionsBuilder(status == null ? null : status.conditions(), policy, clock);
    }

    private static BackupPolicyStatus.Phase phase(BackupPolicyPlan.Decision decision) {
        return decision.findings().stream()
                .findFirst()
                .map(finding -> switch (finding.reason()) {
                    case Suspended -> BackupPolicyStatus.Phase.Suspended;
                    case DependencyNotReady, NothingSelected, InternalError, BackupStillRunning, BackupRefused ->
                        BackupPolicyStatus.Phase.Degraded;
                    case InvalidSelector, InvalidCron, InvalidTimeZone, UnknownReference ->
                        BackupPolicyStatus.Phase.Invalid;
                    case Active -> BackupPolicyStatus.Phase.Active;
                })
                .orElse(BackupPolicyStatus.Phase.Active);
    }

    private BackupPolicyStatus.Selected selected(BackupPolicyPlan.Decision decision) {
        if (decision.selected().isEmpty()) {
            return new BackupPolicyStatus.Selected(0, 0, 0);
        }
        var selection = DiskSelection.of(policy.getSpec().disks());
        var disks = decision.selected().stream()
                .flatMap(it -> it.vm().disks().stream())
                .filter(disk -> selection.exclusion(disk).isEmpty())
                .toList();
        return new BackupPolicyStatus.Selected(
                decision.selected().size(),
                disks.size(),
                disks.stream().mapToLong(VmDisk::virtualSizeBytes).sum());
    }

    private Optional<Instant> lastRun(BackupPolicyPlan.Decision decision, Instant now) {
        return decision.runs().isEmpty()
                ? Optional.ofNullable(policy.getStatus()).map(BackupPolicyStatus::lastRunTime)
                : Optional.of(now.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String schedulesText(BackupPolicySpec spec) {
        var schedules = spec.schedules() == null ? List.<BackupPolicySpec.Schedule>of() : spec.schedules();
        return schedules.stream()
                .map(schedule -> schedule.name() + " " + schedule.cron()
                        + (schedule.timeZone() == null ? "" : " " + schedule.timeZone()))
                .collect(Collectors.joining("; "));
    }
}
